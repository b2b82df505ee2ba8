import { Upload } from 'tus-js-client';

interface Sending {
  readonly token: string;
  readonly chunkSize: number;
  readonly retries: number;
}

/** Sends a file to a resource of tus, going on after every failure; resolves when the server has it. */
export function sendByTus(uploadUrl: string, file: Buffer, { token, chunkSize, retries }: Sending): Promise<void> {
  return new Promise((resolve, reject) => {
    const upload = new Upload(file, {
      uploadUrl,
      chunkSize,
      headers: { authorization: `Bearer ${token}` },
      retryDelays: Array.from({ length: retries }, () => 100),
      onShouldRetry: () => true,
      onSuccess: () => resolve(),
      onError: reject,
    });
    upload.start();
  });
}
