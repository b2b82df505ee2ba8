/** Where the store has what is uploaded, and what is made of it; keys begin with the space. */

export const toSourceKey = (space: string, encodingId: string) => `${space}/video-sources/${encodingId}`;

/** All that is made of one file. */
export const toEncodingPrefix = (space: string, encodingId: string) => `${space}/videos/${encodingId}/`;

export const toRenditionKey = (space: string, encodingId: string, rendition: string, file: string) =>
  `${toEncodingPrefix(space, encodingId)}${rendition}/${file}`;

/** What players read before any segment; it stands in clear. */
export const initName = 'init.mp4';

export const toSegmentName = (index: number) => `${String(index).padStart(5, '0')}.m4s`;

export const toPosterKey = (space: string, encodingId: string, poster: number) =>
  `${toEncodingPrefix(space, encodingId)}poster-${poster}.jpg`;

export const toSheetKey = (space: string, encodingId: string, sheet: number) =>
  `${toEncodingPrefix(space, encodingId)}storyboard/${sheet}.jpg`;

export const toPlainFileKey = (space: string, encodingId: string) => `${toEncodingPrefix(space, encodingId)}plain.mp4`;

/** Each upload of captions is an object of its own, so that a player that has begun finds what it was told of. */
export const toCaptionKey = (space: string, objectId: string) => `${space}/captions/${objectId}.vtt`;

export const toImageSourceKey = (space: string, imageId: string) => `${space}/image-sources/${imageId}`;

export const toImagePrefix = (space: string, imageId: string) => `${space}/images/${imageId}/`;
