/** Command-line settings for a machine that does other things too. PostgreSQL 15 and newer. */
export function postgresSettings(port: number, throwaway: boolean): string[] {
  const settings: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 300,
    shared_buffers: throwaway ? '48MB' : '96MB',
    // Queries here are short: compiling them costs more than it saves.
    jit: 'off',
    random_page_cost: 1.1,
    // Nobody replicates from a local stack.
    wal_level: 'minimal',
    max_wal_senders: 0,
    max_wal_size: '512MB',
    log_timezone: 'UTC',
    timezone: 'UTC',
    ...(throwaway ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' } : {}),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
