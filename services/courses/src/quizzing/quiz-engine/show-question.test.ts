import { type QuestionAnswering, type QuestionContent, questionContent } from '@lyceum/contracts/courses/question';
import { shownQuestion } from '@lyceum/contracts/courses/shown-question';
import { createArrangement } from './create-arrangement.ts';
import { showQuestion } from './show-question.ts';

const seeds = Array.from({ length: 40 }, (_, index) => `seed ${index}`);
const build = (answering: object, prompt = 'Что?'): QuestionContent => questionContent.parse({ title: '', prompt, answering });
const options = ['а', 'б', 'в', 'г'].map((text, index) => ({ text, percent: index === 0 ? 100 : 0 }));
const arrange = (answering: QuestionAnswering, shuffle = true) =>
  seeds.map((seed) => createArrangement({ answering }, { seed, shuffle }));

describe('createArrangement', () => {
  it.each(['single', 'multiple'])('shuffles options where the quiz does: %s', (type) => {
    const { answering } = build({ type, options });
    expect(new Set(arrange(answering).map(({ order }) => order.join(''))).size).toBeGreaterThan(10);
    expect(new Set(arrange(answering, false).map(({ order }) => order.join('')))).toEqual(new Set(['0123']));
  });

  it('shuffles the options of each gap by itself', () => {
    const gap = { type: 'single', options };
    const { answering } = build(
      { type: 'cloze', gaps: [gap, { type: 'number', accepted: [{ value: 1, tolerance: 0, percent: 100 }] }, gap] },
      '{{1}} {{2}} {{3}}',
    );
    const gaps = arrange(answering).map((arrangement) => arrangement.gaps);
    expect(gaps.every(([, typed]) => typed?.length === 0)).toBe(true);
    expect(gaps.some(([first, , last]) => first?.join('') !== last?.join(''))).toBe(true);
    expect(arrange(answering, false)[0]?.gaps).toEqual([[0, 1, 2, 3], [], [0, 1, 2, 3]]);
  });

  it.each([
    ['two items', ['a', 'b']],
    ['several items', ['a', 'b', 'c']],
    ['items of which some are equal', ['a', 'a', 'a', 'b']],
  ])('never shows the right order of %s, even unshuffled', (_, items) => {
    const { answering } = build({ type: 'ordering', items });
    for (const { order } of [...arrange(answering), ...arrange(answering, false)]) {
      expect(order.toSorted()).toEqual([...items.keys()]);
      expect(order.map((index) => items[index])).not.toEqual(items);
    }
  });

  it('shows items that are all equal', () => {
    expect(arrange(build({ type: 'ordering', items: ['a', 'a'] }).answering)[0]?.order).toHaveLength(2);
  });

  it('shuffles right sides in any case, and offers equal ones once', () => {
    const pairs = ['x', 'y', 'x', 'z'].map((right, index) => ({ left: String(index), right }));
    const orders = arrange(build({ type: 'matching', pairs, distractors: ['y', 'w'] }).answering, false).map(
      ({ order }) => order,
    );
    expect(new Set(orders.map((order) => order.join(''))).size).toBeGreaterThan(10);
    for (const order of orders) expect(order.toSorted()).toEqual([0, 1, 3, 5]);
  });

  it('is the same for the same seed, and stays so when it is stored', () => {
    const { answering } = build({ type: 'single', options });
    const arrangement = createArrangement({ answering }, { seed: 'a', shuffle: true });
    expect(createArrangement({ answering }, { seed: 'a', shuffle: true })).toEqual(arrangement);
    expect(JSON.parse(JSON.stringify(arrangement))).toEqual(arrangement);
  });
});

describe('showQuestion', () => {
  const typed = { accepted: [{ text: 'a', percent: 100 }] };
  const counted = { accepted: [{ value: 1, tolerance: 0, percent: 100 }] };
  const pairs = [
    { left: '*x*', right: '<1>' },
    { left: 'y', right: '2' },
  ];
  it.each([
    [
      { type: 'multiple', options },
      [3, 1, 0, 2],
      { type: 'multiple', options: ['<p>г</p>\n', '<p>б</p>\n', '<p>а</p>\n', '<p>в</p>\n'] },
    ],
    [{ type: 'ordering', items: ['a', '`b`'] }, [1, 0], { type: 'ordering', items: ['<p><code>b</code></p>\n', '<p>a</p>\n'] }],
    [
      { type: 'matching', pairs, distractors: ['3'] },
      [2, 0, 1],
      { type: 'matching', lefts: ['<p><em>x</em></p>\n', '<p>y</p>\n'], rights: ['3', '<1>', '2'] },
    ],
    [{ type: 'short-text', ...typed }, [], { type: 'short-text' }],
    [{ type: 'number', ...counted }, [], { type: 'number' }],
  ])('shows in the order of the arrangement %j', (answering, order, shown) => {
    const content = build(answering, '**Что?**');
    const question = showQuestion(content, { type: content.answering.type, order, gaps: [] });
    expect(question).toEqual({ prompt: '<p><strong>Что?</strong></p>\n', answering: shown, points: 1 });
    expect(shownQuestion.parse(question)).toEqual(question);
  });

  const gaps = [
    { type: 'single', options },
    { type: 'short-text', ...typed },
    { type: 'number', ...counted },
  ];
  const showCloze = (prompt: string) =>
    showQuestion(build({ type: 'cloze', gaps }, prompt), { type: 'cloze', order: [], gaps: [[1, 0, 3, 2], [], []] });

  it('shows the options of gaps in their order, and else only how a gap is filled', () => {
    const shown = ['б', 'а', 'г', 'в'].map((text) => `<p>${text}</p>\n`);
    expect(showCloze('{{1}}{{2}}{{3}}').answering).toEqual({
      type: 'cloze',
      gaps: [{ type: 'single', options: shown }, { type: 'short-text' }, { type: 'number' }],
    });
  });

  it.each([
    ['{{2}} *{{1}}* {{3}}', '<p><span 2></span> <em><span 1></span></em> <span 3></span></p>\n'],
    [
      '```python\nprint({{1}}, "{{2}}")\n```\n\n{{3}}',
      '<pre><code><span class="hljs-built_in">print</span>(<span 1></span>, <span class="hljs-string">&quot;<span 2></span>&quot;</span>)\n</code></pre><p><span 3></span></p>\n',
    ],
    [
      '![{{1}}](https://a.test) {{2}}\ue003{{3}}',
      '<p><img src="https://a.test" alt="{{1}}" referrerpolicy="no-referrer" /> <span 2></span><span 3></span></p>\n',
    ],
    ['<b title="{{1}}">{{2}}</b><script>{{3}}</script>', '<p><b><span 2></span></b></p>\n'],
  ])('marks the places of gaps in %j', (prompt, html) => {
    expect(showCloze(prompt).prompt.replaceAll(/ data-gap="(\d)"/g, ' $1')).toBe(html);
  });

  it('shows the source of a formula with a gap, which may be filled there', () => {
    expect(showCloze('$x_{{1}}$ {{2}} {{3}}').prompt).toContain('<code>x_<span data-gap="1"></span></code>');
  });

  it('leaves a gap in a comment of TeX as it is written', () => {
    const { prompt } = showCloze('$$x % {{1}}\ny$$ {{2}} {{3}}');
    expect(prompt).toContain('>x % {{1}}\ny</annotation>');
    expect(prompt.match(/<span data-gap/g)).toHaveLength(2);
  });
});
