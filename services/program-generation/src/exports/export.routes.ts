import { type DomainError, fail, found } from '@lyceum/common/errors';
import { requireVersion, route, routeWithOwnTransactions } from '@lyceum/common/http';
import type { Storage } from '@lyceum/common/storage';
import { type SlowWork, toRequestTurn } from '@lyceum/common/work-thread';
import * as contract from '@lyceum/contracts/program-generation/export';
import { exportFailed, exportNotFound, exportNotOrdered, exportNotReady } from '@lyceum/contracts/program-generation/export';
import { getLetterhead, letterheads, putLetterhead } from '@lyceum/contracts/program-generation/letterhead';
import { programs } from '@lyceum/contracts/program-generation/program';
import { requestInvalid } from '@lyceum/contracts/shared/common-problems';
import type { Locale } from '@lyceum/contracts/shared/fields';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { StorageQuota } from '../files/storage-quota.ts';
import { currentLetterhead, replaceLetterhead } from '../letterhead/letterhead.ts';
import type { Renderer } from '../printing/render.ts';
import { findProgram, loadDocument, requireReady } from '../program/find-program.ts';
import type { ProgramRow } from '../program/program.entity.ts';
import { fileKey, fileName } from './export-file.ts';
import { warnOfMissing } from './missing-characters.ts';
import { ProgramExportEntity, type ProgramExportRow } from './program-export.entity.ts';
import { findExport, requestExport } from './request-export.ts';

/** How long an address of a file works, in seconds. */
const addressLifetime = 300;

export interface ExportDeps {
  readonly storage: Storage;
  readonly quota: StorageQuota;
  readonly renderer: Renderer;
  readonly isLogo: SlowWork<string, boolean>;
}

export function exportRoutes({ storage, quota, renderer, isLogo }: ExportDeps) {
  const getAddress = async (space: string, program: ProgramRow, file: ProgramExportRow) => ({
    location: storage.presignGet(fileKey(space, file), addressLifetime, fileName(program, file.format)),
  });

  return [
    route(contract.createExport, { access: programs.readOwn }, async ({ db, ctx, actor, params, body }) => {
      const program = await findProgram(db, actor, params.programId, { to: 'read', lock: true });
      requireReady(program);
      return presentExport(await requestExport(db, ctx, quota, program, body), ctx.locale);
    }),

    route(contract.getExport, { access: programs.readOwn }, async ({ db, ctx, actor, params }) => {
      const program = await findProgram(db, actor, params.programId, { to: 'read' });
      return presentExport(await getExport(db, program, params.exportId), ctx.locale);
    }),

    route(contract.downloadExport, { access: programs.readOwn }, async ({ db, ctx, actor, params }) => {
      const program = await findProgram(db, actor, params.programId, { to: 'read' });
      const file = await getExport(db, program, params.exportId);
      requireMade(file);
      return getAddress(ctx.space, program, file);
    }),

    route(contract.exportProgram, { access: programs.readOwn }, async ({ db, ctx, actor, params, query }) => {
      const program = await findProgram(db, actor, params.programId, { to: 'read' });
      requireReady(program);
      const file = await findExport(db, program, query);
      if (!file) throw fail(exportNotOrdered);
      requireMade(file);
      return getAddress(ctx.space, program, file);
    }),

    routeWithOwnTransactions(
      contract.previewProgram,
      { access: programs.readOwn },
      async ({ read, ctx, actor, params, query }) => {
        const { document } = await read(async (db) =>
          loadDocument(db, await findProgram(db, actor, params.programId, { to: 'read' })),
        );
        const request = { document, format: 'html', profile: query.profile, letterhead: null } as const;
        const { bytes } = await renderer.render({ ...request, date: ctx.now() }, toRequestTurn(ctx));
        return { html: new TextDecoder().decode(bytes) };
      },
    ),

    route(getLetterhead, { access: programs.readOwn }, async ({ db }) => {
      const { content, version } = await currentLetterhead(db);
      return { ...content, version };
    }),

    routeWithOwnTransactions(putLetterhead, { access: letterheads.manage }, async ({ transact, ctx, body, ifMatch }) => {
      // A small picture may unpack to a large one.
      const isReadable = body.logo === null || (await isLogo(body.logo, toRequestTurn(ctx)));
      if (!isReadable) throw unreadableLogo(ctx.locale);
      const { content, version } = await transact(async (db) => {
        const letterhead = await replaceLetterhead(db, body);
        // Compared while nobody else can set it; the failure takes the change back.
        requireVersion(letterhead.version - 1, ifMatch);
        return letterhead;
      });
      return { ...content, version };
    }),
  ];
}

async function getExport(db: EntityManager, program: ProgramRow, id: string): Promise<ProgramExportRow> {
  return found(await db.findOneBy(ProgramExportEntity, { id, programId: program.id }), exportNotFound);
}

function requireMade({ status }: ProgramExportRow): void {
  if (status !== 'ready') throw fail(status === 'failed' ? exportFailed : exportNotReady);
}

function unreadableLogo(locale: Locale): DomainError {
  const message = {
    en: 'This is no PNG or JPEG picture that can be read.',
    ru: 'Это не изображение PNG или JPEG, которое можно прочитать.',
  }[locale];
  return fail(requestInvalid, { errors: [{ pointer: '/body/logo', message }] });
}

function presentExport(file: ProgramExportRow, locale: Locale): z.input<typeof contract.exportFile> {
  const { letterheadVersion, missingCharacters } = file;
  return {
    ...file,
    letterhead: letterheadVersion > 0,
    warnings: missingCharacters.length > 0 ? [warnOfMissing(missingCharacters, locale)] : [],
  };
}
