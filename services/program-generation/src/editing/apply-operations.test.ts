import type { PatchOperation } from '@lyceum/contracts/program-generation/finding';
import fc from 'fast-check';
import { buildDocument } from '../../test/documents.ts';
import { applyOperations } from './apply-operations.ts';

const document = buildDocument({ modules: 3 });

describe('applyOperations', () => {
  it('adds, replaces, removes and moves, one after the other, on a copy', () => {
    const before = structuredClone(document);
    const result = applyOperations(document, [
      { op: 'replace', path: '/aim', value: 'Новая цель' },
      { op: 'remove', path: '/modules/0' },
      { op: 'move', from: '/modules/1', path: '/modules/0' },
      { op: 'add', path: '/conditions/staff/-', value: 'Преподаватель' },
      { op: 'add', path: '/conditions/staff/0', value: 'Методист' },
      { op: 'remove', path: '/standards/0/title' },
      { op: 'add', path: '/standards/0/title', value: null },
    ]);
    expect(result).toEqual({
      failedAt: null,
      value: {
        ...before,
        aim: 'Новая цель',
        modules: [before.modules[2], before.modules[1]],
        conditions: { ...before.conditions, staff: ['Методист', ...before.conditions.staff, 'Преподаватель'] },
        standards: before.standards.map((standard) => ({ ...standard, title: null })),
      },
    });
    expect(document).toEqual(before);
  });

  it.each<PatchOperation>([
    { op: 'replace', path: '', value: {} },
    { op: 'replace', path: 'aim', value: '' },
    { op: 'replace', path: '/modules/00', value: {} },
    { op: 'replace', path: '/modules/-', value: {} },
    { op: 'replace', path: '/modules/3', value: {} },
    { op: 'replace', path: '/modules/1e0', value: {} },
    { op: 'replace', path: '/modules/length', value: 1 },
    { op: 'replace', path: '/aim/0', value: 'x' },
    { op: 'remove', path: '/modules/3' },
    { op: 'remove', path: '/nothing' },
    { op: 'add', path: '/modules/4', value: {} },
    { op: 'add', path: '/modules/-1', value: {} },
    { op: 'add', path: '/modules/length', value: 0 },
    { op: 'add', path: '/nothing/at', value: 0 },
    { op: 'add', path: '/aim/x', value: 0 },
    { op: 'move', from: '/nothing', path: '/aim' },
    { op: 'move', from: '/modules/0', path: '/modules/0/topics/0' },
  ])('says which operation cannot be done: %j', (impossible) => {
    expect(applyOperations(document, [{ op: 'replace', path: '/aim', value: 'x' }, impossible])).toEqual({ failedAt: 1 });
  });

  it('reaches nothing but the document, wherever paths and values lead', () => {
    const names = [
      '__proto__',
      'constructor',
      'prototype',
      'toString',
      'hasOwnProperty',
      'push',
      'length',
      'modules',
      '0',
      'call',
    ];
    const path = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 4 }).map((keys) => `/${keys.join('/')}`);
    const value = fc.constantFrom<unknown>(1, JSON.parse('{"__proto__":{"polluted":true},"polluted":true}'));
    const operation = fc.oneof(
      fc.record({ op: fc.constantFrom('add' as const, 'replace' as const), path, value }),
      fc.record({ op: fc.constant('remove' as const), path }),
      fc.record({ op: fc.constant('move' as const), from: path, path }),
    );
    const shared = () =>
      [Object.prototype, Array.prototype, String.prototype, Function.prototype, Object, Array].flatMap((owner) =>
        Reflect.ownKeys(owner).flatMap((key) => {
          const { value: member }: { value?: unknown } = Reflect.getOwnPropertyDescriptor(owner, key) ?? {};
          return [member, ...(typeof member === 'function' ? Reflect.ownKeys(member) : [])];
        }),
      );
    const before = shared();
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 4 }), (operations) => {
        applyOperations(document, operations);
        expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
      }),
      { numRuns: 500 },
    );
    expect(shared()).toEqual(before);
  });
});
