import type { PrivateStack } from '../private-stack.ts';

/** Asks the token endpoint as an OAuth client does. */
export async function postForm(
  stack: PrivateStack,
  form: URLSearchParams,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }> {
  const response = await fetch(`${stack.gatewayUrl}/api/v1/auth/token`, { method: 'POST', headers, body: form });
  return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
}
