/** Why a call of a model failed. */
export const failureKinds = [
  'unavailable',
  'timeout',
  'address-refused',
  'certificate',
  'unauthorized',
  'forbidden',
  'payment-required',
  'model-not-found',
  'rate-limited',
  'busy',
  'too-large',
  'invalid-request',
  'invalid-provider-answer',
  'invalid-answer',
  'refused',
  'length',
] as const;
