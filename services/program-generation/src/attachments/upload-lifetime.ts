import type { Context } from '@lyceum/common/context';
import type { AttachmentRow } from './attachment.entity.ts';

/** How long the address of an upload works, in seconds. */
export const uploadLifetime = 600;

/** When the address of an upload takes no more files; now when it does not any more. */
export function uploadEnd({ createdAt }: Pick<AttachmentRow, 'createdAt'>, ctx: Context): Date {
  return new Date(Math.max(ctx.now().getTime(), createdAt.getTime() + uploadLifetime * 1000));
}

/** The addresses of what was announced until then take no more files. */
export function uploadsBefore(ctx: Context): Date {
  return new Date(ctx.now().getTime() - uploadLifetime * 1000);
}
