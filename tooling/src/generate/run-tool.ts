import { spawnSync } from 'node:child_process';
import { toolEnvironment } from '../config.ts';
import { Refusal } from './insert.ts';

/** Runs one of our tools to its end, showing nothing unless it fails. */
export function runTool(root: string, program: string, ...args: string[]): void {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: root, env: toolEnvironment(), encoding: 'utf8' });
  if (status !== 0) throw new Refusal(`${program} ${args.join(' ')} failed:\n${stdout}${stderr}`);
}
