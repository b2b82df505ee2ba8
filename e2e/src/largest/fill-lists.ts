import type { Sql } from '../as-owner.ts';
import { costlyText } from './costly-text.ts';

/** As much as the largest page of a list shows: as rows, because it costs money, waits for others or takes minutes to make. */
export async function fillLists(sql: Sql, programId: string): Promise<void> {
  await sql(
    `INSERT INTO program_generation.program_templates (id, space_id, name, description, kind, level, hours, language, request, models,
       document, author_id, created_at)
     SELECT gen_random_uuid(), space_id, $2, $3, kind, level, hours, language, request, models, document, owner_id, now()
     FROM program_generation.programs, generate_series(1, 100) WHERE id = $1`,
    [programId, costlyText('marks', 200), costlyText('marks', 2000)],
  );
  await sql(
    `INSERT INTO program_generation.programs (id, space_id, owner_id, owner_roles, request, title, kind, audience, level, hours, language,
       status, state, progress, models, tokens, document, document_version, errors, warnings, created_at, updated_at, version)
     SELECT gen_random_uuid(), space_id, owner_id, owner_roles, request, $2, kind, $3, level, hours, language,
       'draft', 'ready', 100, models, tokens, document, document_version, errors, warnings, now(), now(), 1
     FROM program_generation.programs, generate_series(1, 100) WHERE id = $1`,
    [programId, costlyText('scripts', 300), costlyText('marks', 500)],
  );
  const texts = {
    request: [{ role: 'user', content: costlyText('scripts', 30_000) }],
    answer: { text: costlyText('marks', 10_000) },
  };
  await sql(
    `INSERT INTO models.model_calls (id, space_id, task, user_id, provider, model, input_tokens, output_tokens, outcome,
       texts, created_at, expires_at)
     SELECT gen_random_uuid(), space_id, 'program', owner_id, 'p', 'm', 1, 1, 'done', $2, now(), now() + interval '1 day'
     FROM program_generation.programs, generate_series(1, 100) WHERE id = $1`,
    [programId, JSON.stringify(texts)],
  );
  await sql(
    `INSERT INTO models.model_providers (id, space_id, name, settings, created_at, updated_at, version)
     SELECT gen_random_uuid(), space_id, 'p' || number, settings || jsonb_build_object('caCertificate', $1::text), now(), now(), 1
     FROM models.model_providers, generate_series(1, 100) AS number`,
    [costlyText('marks', 50_000)],
  );
  await sql(
    `INSERT INTO notifications.mails (id, space_id, message_id, account_id, address, kind, locale, subject, params, status, attempts,
       created_at)
     SELECT gen_random_uuid(), space_id, gen_random_uuid(), id, email, 'program-ready', 'ru', $1, '{}', 'sent', 1, now()
     FROM tokens.accounts, generate_series(1, 100)`,
    [costlyText('marks', 300)],
  );
}
