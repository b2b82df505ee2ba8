import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { StartFailure } from './progress.ts';

const secrets = z.record(z.string(), z.string().min(1));

/** Secrets of one installation by name, each made when first asked for and kept in a file only its owner can read. */
export interface Secrets {
  /** Hexadecimal digits, two for each byte: nothing that URLs and configuration files would need escaped. */
  get(name: string, bytes?: number): string;
}

export function openSecrets(file: string): Secrets {
  let known = readSecrets(file);
  return {
    get(name, bytes = 24) {
      if (known[name] !== undefined) return known[name];
      // Another process of this installation may have made some since.
      known = readSecrets(file);
      if (known[name] !== undefined) return known[name];
      const made = randomBytes(bytes).toString('hex');
      known[name] = made;
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      writeFileSync(`${file}.draft`, `${JSON.stringify(known, null, 2)}\n`, { mode: 0o600 });
      renameSync(`${file}.draft`, file);
      return made;
    },
  };
}

function readSecrets(file: string): Record<string, string> {
  if (!existsSync(file)) return {};
  try {
    return secrets.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new StartFailure(`${file} cannot be read as secrets: restore it, or begin anew with "npm start -- --fresh".`);
  }
}
