/** Status and default text of every failure this store answers with (S3 API reference, "Error responses"). */
const failures = {
  AccessDenied: [403, 'Access Denied.'],
  AccessForbidden: [403, 'CORSResponse: This CORS request is not allowed.'],
  AuthorizationHeaderMalformed: [400, 'The authorization header is malformed.'],
  AuthorizationQueryParametersError: [400, 'The query parameters of the signature are malformed.'],
  BadDigest: [400, 'The digest you sent is not the digest of what was received.'],
  BadRequest: [400, 'Bad Request.'],
  BucketAlreadyOwnedByYou: [409, 'You already own a bucket of this name.'],
  BucketNotEmpty: [409, 'The bucket is not empty.'],
  EntityTooLarge: [400, 'The upload is larger than the allowed size.'],
  EntityTooSmall: [400, 'Every part but the last must have at least 5 MiB.'],
  IncompleteBody: [400, 'The body is not as long as its headers or its framing say.'],
  InternalError: [500, 'The object store failed; the cause is in its log.'],
  InvalidAccessKeyId: [403, 'The access key is not known.'],
  InvalidArgument: [400, 'Invalid argument.'],
  InvalidBucketName: [400, 'The bucket name is not valid.'],
  InvalidDigest: [400, 'The Content-MD5 or checksum is not a valid digest.'],
  InvalidLocationConstraint: [400, 'The location constraint is not the region of this store.'],
  InvalidPart: [400, 'A part was not uploaded, or its ETag or checksum differs.'],
  InvalidPartOrder: [400, 'Parts must be listed in ascending order.'],
  InvalidRange: [416, 'The requested range is not satisfiable.'],
  InvalidRequest: [400, 'Invalid request.'],
  InvalidToken: [400, 'Session tokens are not known to this store.'],
  InvalidURI: [400, 'The URI could not be parsed.'],
  KeyTooLongError: [400, 'A key has at most 1024 bytes.'],
  MalformedTrailerError: [400, 'The trailer is not what x-amz-trailer announced.'],
  MalformedXML: [400, 'The XML is not well formed or not what this operation expects.'],
  MetadataTooLarge: [400, 'User metadata has at most 2048 bytes.'],
  MethodNotAllowed: [405, 'The method is not allowed here.'],
  MissingContentLength: [411, 'The Content-Length header is required.'],
  NoSuchBucket: [404, 'The specified bucket does not exist.'],
  NoSuchKey: [404, 'The specified key does not exist.'],
  NoSuchUpload: [404, 'The upload does not exist; it may have been completed or aborted.'],
  NotImplemented: [501, 'This store does not implement what the request asks for.'],
  PreconditionFailed: [412, 'A precondition of the request does not hold.'],
  RequestTimeTooSkewed: [403, 'The clocks of the client and the store differ by more than 15 minutes.'],
  SignatureDoesNotMatch: [403, 'The signature does not match; check the secret key and the signing method.'],
  XAmzContentSHA256Mismatch: [400, 'x-amz-content-sha256 is not the hash of what was received.'],
} as const;

type S3ErrorCode = keyof typeof failures;

interface S3ErrorParts {
  message?: string;
  headers?: Readonly<Record<string, string>>;
  /** Further elements of the error document, by name. */
  details?: Readonly<Record<string, string>>;
}

/** A failure the client is told about; anything else that is thrown is a fault of the store. */
export class S3Error extends Error {
  readonly code: S3ErrorCode;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly details: Readonly<Record<string, string>>;

  constructor(code: S3ErrorCode, { message, headers = {}, details = {} }: S3ErrorParts = {}) {
    const [status, text] = failures[code];
    super(message ?? text);
    this.name = 'S3Error';
    this.code = code;
    this.status = status;
    this.headers = headers;
    this.details = details;
  }
}
