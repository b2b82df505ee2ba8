import { ChunkSignatures } from '../signing/chunk-signatures.ts';
import { deriveSigningKey, sha256Hex } from '../signing/sigv4.ts';
import { decodeAwsChunked } from './aws-chunked.ts';

async function* inPieces(body: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(body, 'latin1');
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

interface Decoding {
  pieceSize?: number;
  signatures?: ChunkSignatures;
  trailerNames?: string[];
}

async function decode(body: string, { pieceSize = 1024, signatures, trailerNames = [] }: Decoding = {}) {
  const trailer = new Map<string, string>();
  const pieces: Buffer[] = [];
  const options = { signatures, trailerNames: new Set(trailerNames), trailer };
  for await (const piece of decodeAwsChunked(inPieces(body, pieceSize), options)) pieces.push(piece);
  return { content: Buffer.concat(pieces).toString('latin1'), trailer: Object.fromEntries(trailer) };
}

const failing = (code: string) => expect.objectContaining({ code });

describe('an aws-chunked body', () => {
  const body = '4\r\nWiki\r\nA\r\npedia\r\nin \r\n7\r\nchunks.\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n';
  const trailerNames = ['x-amz-checksum-crc32'];

  it('is the same content however the network cuts it', async () => {
    for (let pieceSize = 1; pieceSize <= body.length; pieceSize++) {
      expect(await decode(body, { pieceSize, trailerNames })).toEqual({
        content: 'Wikipedia\r\nin chunks.',
        trailer: { 'x-amz-checksum-crc32': 'AAAAAA==' },
      });
    }
  });

  it('may be empty and without a trailer', async () => {
    expect(await decode('0\r\n\r\n')).toEqual({ content: '', trailer: {} });
  });

  it('is incomplete wherever it is cut off', async () => {
    for (let length = 0; length < body.length; length++) {
      await expect(decode(body.slice(0, length), { trailerNames })).rejects.toEqual(failing('IncompleteBody'));
    }
  });

  it.each([
    ['a size that is no number', 'x\r\nabc\r\n0\r\n\r\n', 'IncompleteBody'],
    ['a chunk longer than its size', '2\r\nabc\r\n0\r\n\r\n', 'IncompleteBody'],
    ['bytes behind its end', '0\r\n\r\nmore', 'IncompleteBody'],
    ['an endless line', 'a'.repeat(20_000), 'IncompleteBody'],
    ['a trailer nobody announced', '0\r\nx-amz-checksum-sha1:AAAA\r\n\r\n', 'MalformedTrailerError'],
  ])('is refused with %s', async (_, malformed, code) => {
    await expect(decode(malformed)).rejects.toEqual(failing(code));
  });

  it('is refused without the trailer that was announced', async () => {
    await expect(decode('0\r\n\r\n', { trailerNames })).rejects.toEqual(failing('MalformedTrailerError'));
  });
});

/** Values of the examples in the S3 documentation, "Signature Calculations for the Authorization Header: Transferring Payload in Multiple Chunks". */
function exampleSignatures(seed: string): ChunkSignatures {
  return new ChunkSignatures({
    signature: seed,
    signingKey: deriveSigningKey('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', '20130524', 'us-east-1'),
    date: '20130524T000000Z',
    scope: '20130524/us-east-1/s3/aws4_request',
    presigned: false,
    payloadHash: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  });
}

describe('a signed aws-chunked body', () => {
  const seed = '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9';
  const chunks = [
    ['a'.repeat(65_536), 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648'],
    ['a'.repeat(1024), '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497'],
    ['', 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9'],
  ] as const;
  const body = chunks
    .map(([data, signature]) => `${data.length.toString(16)};chunk-signature=${signature}\r\n${data}\r\n`)
    .join('');

  it('is accepted as the documentation has it', async () => {
    const { content } = await decode(body, { signatures: exampleSignatures(seed) });
    expect(sha256Hex(content)).toBe(sha256Hex('a'.repeat(66_560)));
  });

  it.each([
    ['a byte of a chunk', body.replace('aaaa', 'aaba')],
    ['a signature', body.replace('ad80c730', 'ad80c731')],
    ['the last signature', body.replace('b6c6ea8a', 'b6c6ea8b')],
    ['no signatures at all', body.replace(/;chunk-signature=\w+/g, '')],
  ])('is refused with %s changed', async (_, forged) => {
    await expect(decode(forged, { signatures: exampleSignatures(seed) })).rejects.toEqual(failing('SignatureDoesNotMatch'));
  });

  it('is refused with its chunks in another order or one left out', async () => {
    const [first = '', second = '', last = ''] = body.split(/(?=^\w+;chunk-signature)/m);
    await expect(decode(second + first + last, { signatures: exampleSignatures(seed) })).rejects.toEqual(
      failing('SignatureDoesNotMatch'),
    );
    await expect(decode(first + last, { signatures: exampleSignatures(seed) })).rejects.toEqual(failing('SignatureDoesNotMatch'));
  });
});

describe('a signed trailer', () => {
  const seed = '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e';
  const chunks = [
    ['a'.repeat(65_536), 'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2'],
    ['a'.repeat(1024), '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7'],
  ] as const;
  const data = chunks
    .map(([text, signature]) => `${text.length.toString(16)};chunk-signature=${signature}\r\n${text}\r\n`)
    .join('');
  const end = '0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n';
  const signature = 'd81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435';
  const trailerNames = ['x-amz-checksum-crc32c'];

  it('is accepted as the documentation has it', async () => {
    const body = `${data}${end}x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-trailer-signature:${signature}\r\n\r\n`;
    const { trailer } = await decode(body, { signatures: exampleSignatures(seed), trailerNames });
    expect(trailer).toEqual({ 'x-amz-checksum-crc32c': 'sOO8/Q==' });
  });

  it.each([
    ['another value', `x-amz-checksum-crc32c:AAAAAA==\r\nx-amz-trailer-signature:${signature}\r\n\r\n`],
    ['no signature', 'x-amz-checksum-crc32c:sOO8/Q==\r\n\r\n'],
  ])('is refused with %s', async (_, trailer) => {
    const decoding = decode(`${data}${end}${trailer}`, { signatures: exampleSignatures(seed), trailerNames });
    await expect(decoding).rejects.toEqual(failing('SignatureDoesNotMatch'));
  });
});
