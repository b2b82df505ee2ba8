import type { Context } from '@lyceum/common/context';

/** How long the address of an upload works, in seconds. */
export const uploadLifetime = 600;

/** How long an upload goes on at most that began while its address worked, in seconds. */
const maxTransferLength = 3_600;

interface Announced {
  readonly createdAt: Date;
}

/** When the address of an upload takes no more files; now when it does not any more. */
export function uploadEnd({ createdAt }: Announced, ctx: Context): Date {
  return new Date(Math.max(ctx.now().getTime(), createdAt.getTime() + uploadLifetime * 1000));
}

/** When the last upload to the address has ended; now when it has already. */
export function transferEnd({ createdAt }: Announced, ctx: Context): Date {
  return new Date(Math.max(ctx.now().getTime(), createdAt.getTime() + (uploadLifetime + maxTransferLength) * 1000));
}

/** No upload goes on of what was announced until then. */
export function transfersBefore(ctx: Context): Date {
  return new Date(ctx.now().getTime() - (uploadLifetime + maxTransferLength) * 1000);
}
