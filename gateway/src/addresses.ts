/**
 * What anybody may reach; one that ends with `/` stands for all below it. Everything else is closed, here and in nginx, whose
 * list (`$is_public`, nginx/templates/common.conf.template) a test compares with this one.
 */
export const publicAddresses = [
  '/api/',
  '/s/',
  '/.well-known/jwks.json',
  '/openapi.json',
  '/docs',
  '/docs/',
  '/redoc',
  '/redoc/',
  '/live',
] as const;

/** For whoever runs the platform. */
const operatorAddresses = ['/ready', '/health', '/health/', '/metrics'] as const;

const publicForm = toForm(publicAddresses);
const operatorForm = toForm(operatorAddresses);

/** True for a path, with or without a query, that is on the public list. */
export const isPublic = (url: string): boolean => publicForm.test(url);

/** True for a page of the operator. */
export const isForOperator = (url: string): boolean => operatorForm.test(url);

function toForm(addresses: readonly string[]): RegExp {
  const alternatives = addresses.map((address) => {
    const literal = address.replaceAll('.', '\\.');
    return address.endsWith('/') ? literal : `${literal}(?:\\?|$)`;
  });
  return new RegExp(`^(?:${alternatives.join('|')})`);
}
