import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import { buildDocument } from '../../test/documents.ts';
import { diffDocuments } from './diff-documents.ts';

const document = buildDocument({ modules: 3, topicsPerModule: 3, questionsPerModule: 2 });

/** The change that the function makes to a copy. */
function differences(change: (copy: ProgramDocument) => void) {
  // As documents come from the database; structuredClone would make objects of another realm here.
  const copy: ProgramDocument = JSON.parse(JSON.stringify(document));
  change(copy);
  return diffDocuments(document, copy, 'ru');
}

const summary = (change: (copy: ProgramDocument) => void) =>
  differences(change).map(({ block, change: kind, fields }) => [block, kind, fields.map(({ pointer }) => pointer)]);

describe('diffDocuments', () => {
  it('finds nothing between a document and its copy', () => {
    expect(differences(() => {})).toEqual([]);
  });

  it('names the block as people do and points at the field', () => {
    const [topic] = differences(({ modules }) => {
      modules[1]?.topics[2]?.content.splice(1, 0, 'Новый абзац.');
    });
    expect(topic).toMatchObject({ block: 'topic:topic-2-3', title: expect.stringMatching(/^Тема 2\.3 /), change: 'changed' });
    expect(topic?.fields).toEqual([
      {
        pointer: '/modules/1/topics/2/content',
        parts: [
          { op: 'equal', text: expect.any(String) },
          { op: 'insert', text: expect.stringContaining('Новый абзац.') },
          { op: 'equal', text: expect.any(String) },
        ],
      },
    ]);
  });

  it('tells hours, dates that were empty and fields of the title page apart', () => {
    expect(
      summary((copy) => {
        copy.hours = 80;
        copy.titleBlock.approval.date = null;
        copy.passingPercent = 70;
        const [module] = copy.modules;
        if (module) module.hours.practice += 2;
      }),
    ).toEqual([
      ['title', 'changed', ['/hours', '/titleBlock/approval/date']],
      ['module:module-1', 'changed', ['/modules/0/hours/practice']],
      ['final-assessment', 'changed', ['/passingPercent']],
    ]);
  });

  it('knows the parts of a list by their ids', () => {
    expect(summary(({ sources }) => sources.splice(1, 1))).toEqual([
      ['sources', 'changed', expect.arrayContaining(['/sources/1/type', '/sources/1/title'])],
    ]);
    expect(
      summary(({ outcomes }) => {
        outcomes.reverse();
        Object.assign(outcomes[0] ?? {}, { text: 'Иное' });
      }),
    ).toEqual([['outcomes', 'changed', ['/outcomes/0/text']]]);
    expect(summary(({ competences }) => competences.reverse())).toEqual([['competences', 'moved', []]]);
  });

  it('takes as few blocks as moved as explain the new order', () => {
    expect(summary(({ modules }) => modules.push(...modules.splice(0, 1)))).toEqual([['module:module-1', 'moved', []]]);
    expect(summary(({ questions }) => questions.unshift(...questions.splice(-1, 1)))).toEqual([
      [`question:${document.questions.at(-1)?.id}`, 'moved', []],
    ]);
  });

  it('says of a topic in another module that it has moved, with what changed besides', () => {
    expect(
      summary(({ modules }) => {
        const [topic] = modules[0]?.topics.splice(1, 1) ?? [];
        if (topic) modules[2]?.topics.push({ ...topic, title: 'Другое название' });
      }),
    ).toEqual([['topic:topic-1-2', 'moved', ['/modules/2/topics/3/title']]]);
  });

  it('lists a module that is gone with its topics, at their old places, after everything else', () => {
    const gone = differences((copy) => {
      copy.modules.splice(0, 1);
      copy.aim = 'Другая цель.';
    });
    expect(gone.map(({ block, change }) => [block, change])).toEqual([
      ['aim', 'changed'],
      ['module:module-1', 'removed'],
      ['topic:topic-1-1', 'removed'],
      ['topic:topic-1-2', 'removed'],
      ['topic:topic-1-3', 'removed'],
    ]);
    expect(gone[2]?.fields).toContainEqual({
      pointer: '/modules/0/topics/0/title',
      parts: [{ op: 'delete', text: document.modules[0]?.topics[0]?.title }],
    });
  });

  it('turns round with its arguments', () => {
    const shorter = { ...document, questions: document.questions.slice(1) };
    expect(diffDocuments(document, shorter, 'en')).toMatchObject([{ change: 'removed', title: 'Question 1' }]);
    expect(diffDocuments(shorter, document, 'en')).toMatchObject([{ change: 'added', title: 'Question 1' }]);
  });
});
