import type { ProgramRequest } from '@lyceum/contracts/program-generation/program-request';
import type { PromptName } from '@lyceum/contracts/program-generation/prompt';
import { blockStep } from '../writing/blocks/block-step.ts';
import { composeOutline } from '../writing/outline/compose-outline.ts';
import { conditionsStep } from '../writing/steps/conditions-step.ts';
import type { ModelStep } from '../writing/steps/model-step.ts';
import { moduleStep } from '../writing/steps/module-step.ts';
import { questionsStep } from '../writing/steps/questions-step.ts';
import { skeletonStep } from '../writing/steps/skeleton-step.ts';
import { toSkeleton } from '../writing/to-skeleton.ts';

/** What a prompt is asked for in a programme of this request, the outline standing in for the steps before it. */
export function sampleStep(name: PromptName, request: ProgramRequest, today: Date): ModelStep {
  if (name === 'frame') return skeletonStep(request);
  const document = composeOutline(request);
  const skeleton = toSkeleton(document);
  const [module] = document.modules;
  if (!module) throw new RangeError('the outline has no module');
  const { hours, topics, assessment } = module;
  const place = { request, skeleton, index: 0, plan: { hours, topics: topics.map((topic) => topic.hours) } };
  switch (name) {
    case 'module':
      return moduleStep(place);
    case 'questions':
      return questionsStep(place, { topics, assessment });
    case 'conditions':
      return conditionsStep({ request, skeleton, now: () => today });
    case 'block':
      return rewriteStep();
  }

  function rewriteStep(): ModelStep {
    const instruction = { ru: 'Раскрой содержание подробнее.', en: 'Go into more detail.' }[request.language];
    const { wishes } = request;
    const step = blockStep({ document, block: `topic:${topics[0]?.id}`, instruction, wishes, today });
    if (!step) throw new RangeError('a topic is written by models');
    return step;
  }
}
