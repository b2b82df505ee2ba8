import { addHours, totalHours } from '@lyceum/contracts/program-generation/program-document';
import fc from 'fast-check';
import { anyProgramRequest } from '../../test/factories.ts';
import { add } from './distribute-hours.ts';
import { maxModules, planHours } from './plan-hours.ts';

const anyTopics = fc.integer({ min: 1, max: 60 }).map((count) => Array.from({ length: count }, () => 'Тема'));
const anyOutline = fc.array(fc.record({ topics: anyTopics, weight: fc.integer({ min: 1, max: 100 }) }), {
  minLength: 1,
  maxLength: 60,
});

describe('planHours', () => {
  it('gives every module an hour, and adds up to the hours ordered at every level', () => {
    fc.assert(
      fc.property(anyProgramRequest, anyOutline, (request, wanted) => {
        const outline = wanted.slice(0, maxModules(request));
        const { modules, finalAssessment } = planHours(request, outline);
        expect(modules.map(({ topics }) => topics.length)).toEqual(outline.map(({ topics }) => topics.length));
        for (const { hours, topics } of modules) {
          expect(totalHours(hours)).toBeGreaterThan(0);
          expect(addHours(topics)).toEqual(hours);
          expect(Math.min(...topics.flatMap((topic) => Object.values(topic)))).toBeGreaterThanOrEqual(0);
        }
        expect(finalAssessment).toBeGreaterThan(0);
        expect(add(modules.map(({ hours }) => totalHours(hours))) + finalAssessment).toBe(request.hours);
      }),
      { numRuns: 200 },
    );
  });

  it('shares the hours by the weights of the modules', () => {
    const volume = { kind: 'course-plan', level: 'intermediate', hours: 100 } as const;
    const { modules } = planHours(volume, [
      { topics: ['А', 'Б'], weight: 3 },
      { topics: ['В', 'Г'], weight: 1 },
    ]);
    expect(modules.map(({ hours }) => totalHours(hours))).toEqual([72, 25]);
  });

  it('holds the check of a module with its last topic', () => {
    const { modules } = planHours({ kind: 'discipline', level: 'beginner', hours: 72 }, [{ topics: ['А', 'Б', 'В'], weight: 1 }]);
    expect(modules[0]?.topics.map(({ assessment }) => assessment)).toEqual([0, 0, 4]);
  });

  it('refuses more modules than there are hours', () => {
    const volume = { kind: 'course-plan', level: 'beginner', hours: 4 } as const;
    const modules = (count: number) => Array.from({ length: count }, () => ({ topics: ['А'], weight: 1 }));
    expect(maxModules(volume)).toBe(3);
    expect(planHours(volume, modules(3)).modules).toHaveLength(3);
    expect(() => planHours(volume, modules(4))).toThrow('4 modules do not fit into 4 hours');
  });
});
