import { hash } from 'node:crypto';
import type { Response } from 'express';

/**
 * Sends a whole page that runs nothing, loads nothing and is shown in no frame. Its first `<style>` counts as its own: one that got
 * into a text later is not applied.
 */
export function sendPage(response: Response, status: number, html: string): void {
  const [, style = ''] = /<style>([^<]*)<\/style>/.exec(html) ?? [];
  response
    .status(status)
    .set({
      'content-security-policy': `${policy}; style-src 'sha256-${hash('sha256', style, 'base64')}'`,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
    .type('text/html')
    .send(html);
}

/** The gateway lets this and the hash of a style pass, and nothing wider. */
const policy = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'";
