import { asStaff } from '@lyceum/testing/actors';
import { describeAccess } from '@lyceum/testing/describe-access';
import { service } from './streaming-service.ts';

describeAccess(service, {
  rows: async () => ({ owner: asStaff(), ids: {} }),
  inputs: () => ({}),
});
