/** One command, however many logs are written: how long a log is kept is said anew once a second has passed of it. */
export const appendScript = `
redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[3], '*', 'data', ARGV[1])
if redis.call('TTL', KEYS[1]) < ARGV[2] - 1 then redis.call('EXPIRE', KEYS[1], ARGV[2]) end`;
