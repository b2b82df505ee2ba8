export interface MailCatcherOptions {
  dataDir: string;
  host: string;
  smtpPort: number;
  httpPort: number;
}

export interface MailCatcher {
  readonly smtpUrl: string;
  readonly httpUrl: string;
  stop(): Promise<void>;
}

export async function startMailCatcher({ host, smtpPort, httpPort }: MailCatcherOptions): Promise<MailCatcher> {
  return { smtpUrl: `smtp://${host}:${smtpPort}`, httpUrl: `http://${host}:${httpPort}`, stop: async () => undefined };
}
