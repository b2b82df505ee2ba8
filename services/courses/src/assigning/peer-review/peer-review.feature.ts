import { defineFeature } from '@lyceum/common/service';
import { AddPeerReviews1796045400801 } from '../../migrations/1796045400801-add-peer-reviews.ts';
import { TiePeerReviews1796045400802 } from '../../migrations/1796045400802-tie-peer-reviews.ts';
import { PeerReviewEntity } from './peer-review.entity.ts';

export const peerReviewFeature = defineFeature({
  migrations: [AddPeerReviews1796045400801, TiePeerReviews1796045400802],
  entities: [PeerReviewEntity],
});
