import { keepServers } from '@lyceum/dev-servers/kept-servers';
import { runCommand } from './run-command.ts';

const usage = `npm run servers

Keeps PostgreSQL, Redis and RabbitMQ up for tests: npm test of this clone uses them while they run and starts sooner. What a
run makes there goes with it. Ctrl-C ends them.
  --help    prints this`;

await runCommand({
  usage,
  async start() {
    const servers = await keepServers((line) => console.log(line));
    console.log('Ready for npm test. Ctrl-C ends the servers and deletes their data.');
    return servers;
  },
});
