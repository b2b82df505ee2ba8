/** What operations share besides schemas and failures: the headers they take and give. */

const text = { type: 'string' };

export const parameters = {
  'Idempotency-Key': {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Any name of this request, such as a UUID: within 24 hours a repeat with the same key is answered as the first one was, and changes nothing',
    required: false,
    schema: { type: 'string', minLength: 1, maxLength: 257 },
    example: '0d7f2a34-6f0e-4b1c-8a55-93c1e2d4f6a8',
  },
  'If-Match': {
    name: 'If-Match',
    in: 'header',
    description: 'The `ETag` that was read: when the thing has another version by now, the answer is 412 and nothing changes',
    required: false,
    schema: text,
    example: '"3"',
  },
  'If-None-Match': {
    name: 'If-None-Match',
    in: 'header',
    description: 'The `ETag` that was read: when the thing still has that version, the answer is 304 without a body',
    required: false,
    schema: text,
    example: '"3"',
  },
  'Last-Event-ID': {
    name: 'Last-Event-ID',
    in: 'header',
    description: 'Id of the last event that arrived: the stream goes on after it',
    required: false,
    schema: text,
    example: '3',
  },
};

export const headers = {
  Deprecation: { description: 'Since when the operation is going away (RFC 9745)', schema: text, example: '@1796083200' },
  ETag: { description: 'Version of what the answer shows, for `If-Match` and `If-None-Match`', schema: text, example: '"3"' },
  'Idempotency-Replayed': {
    description: '`true` when the answer is the stored one of an earlier request with this key',
    schema: { type: 'string', const: 'true' },
    example: 'true',
  },
  Link: {
    description: 'What takes the place of the operation (RFC 5829)',
    schema: text,
    example: '</api/v1/users/me>; rel="successor-version"',
  },
  Location: {
    description: 'Where to go on',
    schema: { type: 'string', format: 'uri' },
    example: 'https://school.example/files/programme.docx',
  },
  RateLimit: {
    description: 'From the gateway: requests that are left, and seconds until there are more',
    schema: text,
    example: '"user";r=1199;t=60',
  },
  'RateLimit-Policy': {
    description: 'From the gateway: the limit that counts this request, and its window in seconds',
    schema: text,
    example: '"user";q=1200;w=60',
  },
  'Retry-After': { description: 'Seconds to wait before another try', schema: { type: 'integer', minimum: 0 }, example: 1 },
  Sunset: {
    description: 'From when on the operation may be gone (RFC 8594)',
    schema: text,
    example: 'Tue, 01 Jun 2027 00:00:00 GMT',
  },
  'WWW-Authenticate': {
    description: 'What is needed: an access token (RFC 6750), or at the token endpoint the secret of a client',
    schema: text,
    example: 'Bearer',
  },
  'X-Request-Id': {
    description: 'From the gateway: names the request in the logs; a request may bring its own',
    schema: text,
    example: '0c8b9a4e-3f0d-4d5c-9b7a-6f2e1d3c5b7a',
  },
};

export const securitySchemes = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'The access token of `login`, `refresh` or `tokenGrant`; valid for 15 minutes',
  },
  password: {
    type: 'oauth2',
    description: 'Signs in with e-mail and password (RFC 6749, section 4.3), which is what these pages do',
    flows: { password: { tokenUrl: '/api/v1/auth/token', refreshUrl: '/api/v1/auth/token', scopes: {} } },
  },
};
