import { type Finding, finding } from '@lyceum/contracts/program-generation/finding';
import {
  addHours,
  type ProgramDocument,
  programDocument,
  totalHours,
} from '@lyceum/contracts/program-generation/program-document';
import fc from 'fast-check';
import { applyPatch } from 'rfc6902';
import { anyProgramRequest, buildProgramRequest, enrichDocument } from '../../test/factories.ts';
import { anyMutations, mutate } from '../../test/mutations.ts';
import { buildCalendar } from '../hours/build-calendar.ts';
import { finalHours, planHours } from '../hours/plan-hours.ts';
import { norms } from '../norms/norms.ts';
import { composeOutline } from '../writing/outline/compose-outline.ts';
import { checkProgram, presentFindings } from './check-program.ts';

const today = new Date('2026-11-21T12:00:00.000Z');
const check = (document: ProgramDocument) => presentFindings(checkProgram(document, { today }), document.language);
const isError = ({ severity }: Finding) => severity === 'error';

/** Written apart from the rules: every sum of hours in the document is right. */
function hoursAgree({ modules, finalAssessment, hours, calendar, credits }: ProgramDocument): boolean {
  const scheduled = (id: string) =>
    calendar.weeks.reduce(
      (sum, { load }) => sum + load.filter(({ module }) => module === id).reduce((part, { hours }) => part + hours, 0),
      0,
    );
  const rowsAgree = modules.every((module) => {
    const topics = addHours(module.topics.map((topic) => topic.hours));
    return (
      topics.lectures === module.hours.lectures &&
      topics.practice === module.hours.practice &&
      topics.selfStudy === module.hours.selfStudy &&
      topics.assessment === module.hours.assessment
    );
  });
  const total = modules.reduce((sum, module) => sum + totalHours(module.hours), finalAssessment.hours);
  const hasCalendar = calendar.weeks.length > 0;
  const calendarAgrees =
    modules.every((module) => scheduled(module.id) === totalHours(module.hours)) &&
    scheduled('final') === finalAssessment.hours &&
    calendar.weeks.every(({ load }) => load.reduce((sum, { hours }) => sum + hours, 0) <= calendar.weeklyLimit);
  return rowsAgree && total === hours && (!hasCalendar || calendarAgrees) && (credits === null || credits * 36 === hours);
}

function applyFix(document: ProgramDocument, { fix }: Finding): ProgramDocument {
  const changed = structuredClone(document);
  expect(applyPatch(changed, fix?.operations ?? []).filter((failure) => failure !== null)).toEqual([]);
  expect(programDocument.parse(changed)).toEqual(changed);
  return changed;
}

/** How often each rule is broken, warnings apart from errors. Positions may shift when a part is removed. */
function countByRule(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { rule, severity } of findings) counts.set(`${rule} ${severity}`, (counts.get(`${rule} ${severity}`) ?? 0) + 1);
  return counts;
}

/** Each fix by itself: it fits the contract, ends what it is for, and breaks nothing else. */
function expectFixesToHold(document: ProgramDocument) {
  const before = check(document);
  const counts = countByRule(before);
  for (const broken of before.filter(({ fix }) => fix !== null)) {
    const after = countByRule(check(applyFix(document, broken)));
    const own = `${broken.rule} ${broken.severity}`;
    const worse = [...after].filter(([key, count]) => key.endsWith('error') && count > (counts.get(key) ?? 0));
    const isFixed = (after.get(own) ?? 0) < (counts.get(own) ?? 0);
    expect({ broken, isFixed, worse }).toEqual({ broken, isFixed: true, worse: [] });
  }
}

describe('the rules', () => {
  it('break when hours disagree anywhere, and only then', () => {
    fc.assert(
      fc.property(anyProgramRequest, anyMutations, (request, mutations) => {
        const document = mutate(composeOutline(request), mutations, 'hours');
        const broken = check(document).filter((finding) => isError(finding) && ['P3', 'P6', 'P7'].includes(finding.rule));
        const areThere = document.modules.every(({ hours }) => totalHours(hours) > 0);
        expect({ broken, agree: broken.length === 0 }).toEqual({ broken, agree: areThere && hoursAgree(document) });
      }),
      { numRuns: 150 },
    );
  });

  it('propose fixes that end every error, one after the other, wherever the hours ordered are enough', () => {
    fc.assert(
      fc.property(anyProgramRequest, anyMutations, (request, mutations) => {
        let document = mutate(composeOutline(request), mutations, 'hours');
        const { kind, hours, finalAssessment, modules } = document;
        const areEnough =
          hours - Math.max(finalAssessment.hours, finalHours(document)) >= modules.length &&
          hours >= (norms.kinds[kind].minimumHours ?? 0);
        fc.pre(areEnough);
        for (let left = check(document).filter(isError); left[0]; left = check(document).filter(isError)) {
          expect(left[0]).not.toHaveProperty('fix', null);
          document = applyFix(document, left[0]);
        }
        expect(hoursAgree(document)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('propose fixes of hours that hold', () => {
    fc.assert(
      fc.property(anyProgramRequest, anyMutations, (request, mutations) => {
        expectFixesToHold(mutate(composeOutline(request), mutations, 'hours'));
      }),
      { numRuns: 60 },
    );
  });

  it('propose fixes that hold, whatever is wrong', () => {
    fc.assert(
      fc.property(anyProgramRequest, anyMutations, (request, mutations) => {
        expectFixesToHold(mutate(enrichDocument(composeOutline(request)), mutations, 'anything'));
      }),
      { numRuns: 60 },
    );
  });

  it('mend the hours of the largest programme in as few operations as a finding may carry', () => {
    const outline = composeOutline(buildProgramRequest({ hours: 2000 }));
    const [module] = outline.modules;
    if (!module) throw new Error('an outline has a module');
    const plan = planHours(
      outline,
      Array.from({ length: 60 }, () => ({ topics: Array.from({ length: 60 }), weight: 1 })),
    );
    const modules = plan.modules.map(({ hours, topics }, index) => ({
      ...module,
      id: `m${index + 1}`,
      hours,
      topics: topics.map((topicHours, position) => ({
        ...module.topics[0],
        id: `m${index + 1}t${position + 1}`,
        title: 'Тема',
        hours: topicHours,
      })),
    }));
    const calendar = { weeklyLimit: 1, weeks: buildCalendar(modules, plan.finalAssessment, 1) };
    const largest = programDocument.parse({ ...outline, modules, calendar, questions: [] });
    const broken = { ...largest, hours: 1000 };
    const total = check(broken).find(({ pointer }) => pointer === '/hours');
    if (!total) throw new Error('the hours are not found to be wrong');
    expect(finding.parse(total)).toEqual(total);
    expect(hoursAgree(applyFix(broken, total))).toBe(true);
  });
});
