import { fail } from '@lyceum/common/errors';
import type { ProviderSettings } from '@lyceum/contracts/models/provider';
import { modelProviderAddressRefused } from '@lyceum/contracts/models/provider';
import type { Locale } from '@lyceum/contracts/shared/fields';
import { type AddressFault, addressFault } from '@lyceum/llm/addresses/address-fault';
import type { ProviderHosts } from '@lyceum/llm/addresses/provider-hosts';

const explanations: Readonly<Record<AddressFault, Readonly<Record<Locale, string>>>> = {
  form: {
    en: 'An address has a scheme, a host, a port and a path, and nothing else: no user, no query, no fragment, no dot segments.',
    ru: 'В адресе могут быть только схема, хост, порт и путь: без имени пользователя, параметров, фрагмента и сегментов из точек.',
  },
  network: {
    en: 'The address is not on the internet, and the operator of this installation has not allowed it.',
    ru: 'Этот адрес не в интернете, и администратор сервера его не разрешил.',
  },
};

/** Throws `model_provider.address_refused` for an address where, as can be told now, no provider may be. */
export function requireAddresses(settings: ProviderSettings, hosts: ProviderHosts, locale: Locale): void {
  const errors = toAddresses(settings).flatMap(([name, address]) => {
    const fault = addressFault(address, hosts);
    return fault ? [{ pointer: `/body/settings/${name}`, message: explanations[fault][locale] }] : [];
  });
  const [first] = errors;
  if (first) throw fail(modelProviderAddressRefused, { detail: first.message, errors });
}

/** Whether the key, or a token that was got with it, would be sent where the one who entered the key did not send it. */
export function sendsKeyElsewhere(before: ProviderSettings, after: ProviderSettings): boolean {
  const places = (settings: ProviderSettings) =>
    JSON.stringify([settings.kind, ...toAddresses(settings).map(([, address]) => new URL(address).origin)]);
  return places(before) !== places(after);
}

function toAddresses(settings: ProviderSettings): readonly (readonly [name: string, address: string])[] {
  const base = ['baseUrl', settings.baseUrl] as const;
  return settings.kind === 'gigachat' ? [base, ['authUrl', settings.authUrl]] : [base];
}
