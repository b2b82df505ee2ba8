import { makePicture, type PictureOrder } from './make-picture.ts';

// Whoever started it is gone.
process.once('disconnect', () => process.exit());
process.once('message', (order: PictureOrder) => {
  void makePicture(order).then((made) => process.send?.(made));
});
