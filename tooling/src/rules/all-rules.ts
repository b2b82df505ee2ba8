import { databaseNames, type ServiceSchema } from '@lyceum/common/database';
import { asOwner } from '../database/scratch-database.ts';
import { filesFormNoCircle, foldersFormNoCircle } from './circle-rules.ts';
import { clockIsTheContext, environmentIsConfig, librariesStayBehindTheKit } from './code-rules.ts';
import { contractsHoldTogether, readContracts } from './contract-rules.ts';
import { contractsAreDescribed } from './description-rules.ts';
import { entitiesAndMigrationsAgree } from './drift-rules.ts';
import { servicesAreListsOfFeatures } from './feature-rules.ts';
import { featuresShareNoRoutes, workspacesKeepTheirSide } from './import-rules.ts';
import { kitFilesAreShort, nothingIsAFacade, servicesDoNotRunThemselves } from './kit-rules.ts';
import { foldersAreFeatures, noTextNamesThisMachine, nothingIsABarrel } from './layout-rules.ts';
import { landedMigrationsStayAsTheyAre, newMigrationsLockOneTable } from './migration-rules.ts';
import { type Finding, readRepository } from './repository.ts';
import { roleIsConfined } from './role-rules.ts';
import {
  docsNameEachService,
  serviceHasReadme,
  serviceIsInCompose,
  serviceIsInTheStack,
  serviceIsRegistered,
  serviceRunsOnTheKit,
  serviceTestsItsAccess,
} from './service-rules.ts';
import { tablesKeepSpacesApart } from './table-rules.ts';
import { everyTestRuns, testsDoNotSleep, testsEndByThemselves } from './test-rules.ts';
import { namesAreTermsOfTheField } from './word-rules.ts';

export const fileRules = [
  serviceIsRegistered,
  serviceIsInTheStack,
  serviceIsInCompose,
  serviceHasReadme,
  docsNameEachService,
  serviceRunsOnTheKit,
  serviceTestsItsAccess,
  servicesAreListsOfFeatures,
  clockIsTheContext,
  environmentIsConfig,
  librariesStayBehindTheKit,
  nothingIsABarrel,
  foldersAreFeatures,
  noTextNamesThisMachine,
  workspacesKeepTheirSide,
  featuresShareNoRoutes,
  kitFilesAreShort,
  servicesDoNotRunThemselves,
  nothingIsAFacade,
  namesAreTermsOfTheField,
  filesFormNoCircle,
  foldersFormNoCircle,
  everyTestRuns,
  testsDoNotSleep,
  testsEndByThemselves,
  landedMigrationsStayAsTheyAre,
  newMigrationsLockOneTable,
];

export async function checkFiles(root: string): Promise<Finding[]> {
  const repository = await readRepository(root);
  const contracts = await readContracts(repository.root);
  return [
    ...fileRules.flatMap((rule) => rule(repository)),
    ...contractsHoldTogether(contracts, repository.registry),
    ...contractsAreDescribed(contracts),
  ];
}

/** Looks at a database that holds what the migrations of the services made; `ownerUrl` is its superuser. */
export async function checkDatabase(ownerUrl: string, services: readonly ServiceSchema[]): Promise<Finding[]> {
  const guarded = await asOwner(ownerUrl, async (owner) => {
    const findings: Finding[] = [];
    for (const { name } of services) {
      const { role, schema } = databaseNames(name);
      findings.push(...(await tablesKeepSpacesApart(owner, schema)), ...(await roleIsConfined(owner, role, schema)));
    }
    return findings;
  });
  const drift = await Promise.all(services.map((service) => entitiesAndMigrationsAgree(ownerUrl, service)));
  return [...guarded, ...drift.flat()];
}
