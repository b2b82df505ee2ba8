import type { Texts } from '@lyceum/contracts/shared/texts';
import { type ExchangeFinding, maxFindings } from '../../exchange/exchange-finding.ts';

/** Collects what is lost and changed, each as often as it is said. */
export interface Report {
  readonly findings: readonly ExchangeFinding[];
  lose(place: string, message: Texts): void;
  change(place: string, messages: Iterable<Texts>): void;
  addAll(findings: readonly ExchangeFinding[], toPlace: (place: string) => string): void;
}

export function createReport(): Report {
  const findings: ExchangeFinding[] = [];
  const add = (finding: ExchangeFinding) => {
    if (findings.length < maxFindings) findings.push(finding);
  };
  return {
    findings,
    lose(place, message) {
      add({ place, severity: 'lost', message });
    },
    change(place, messages) {
      for (const message of new Set(messages)) add({ place, severity: 'changed', message });
    },
    addAll(others, toPlace) {
      for (const finding of others) add({ ...finding, place: toPlace(finding.place) });
    },
  };
}
