import { generate } from 'selfsigned';

/** `trusted` is the only one that a client accepts which has the double's `caCertificate`. */
export type DoubleTls = 'trusted' | 'other-authority' | 'other-host' | 'expired';

const hour = 3_600_000;

/** A key and certificate for 127.0.0.1 and localhost, made here and now, and the authority to be trusted. */
export async function makeCertificate(kind: DoubleTls): Promise<{ key: string; cert: string; caCertificate: string }> {
  const authority = await makeAuthority();
  const signer = kind === 'other-authority' ? await makeAuthority() : authority;
  const own = [
    { type: 2 as const, value: 'localhost' },
    { type: 7 as const, ip: '127.0.0.1' },
  ];
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'Double' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ca: { key: signer.private, cert: signer.cert },
    notBeforeDate: new Date(Date.now() - 2 * hour),
    notAfterDate: new Date(Date.now() + (kind === 'expired' ? -hour : hour)),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: kind === 'other-host' ? [{ type: 2, value: 'other.example' }] : own },
    ],
  });
  return { key, cert, caCertificate: authority.cert };
}

function makeAuthority() {
  return generate([{ name: 'commonName', value: `Double authority ${crypto.randomUUID()}` }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - 2 * hour),
    notAfterDate: new Date(Date.now() + hour),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  });
}
