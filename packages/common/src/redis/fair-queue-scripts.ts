/**
 * Shared by all scripts. A ticket is in `holders`, or in `waiting` and in the queue of its person; both sets carry the end of its
 * lease, so that nothing of a process that died counts for longer. `spaces` names the spaces in which somebody waits, the next one
 * first, and `people` of a space those who wait there. The time is Redis' own: the clocks of replicas differ.
 */
const prelude = `
local base = KEYS[1]
local ticket, space, person, places, lease, channel = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5]), ARGV[6]
local holders, waiting, spaces = base .. ':holders', base .. ':waiting', base .. ':spaces'
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function peopleOf(name) return spaces .. ':' .. name end
local function queueOf(name, who) return peopleOf(name) .. ':' .. who end
local function keep(key) redis.call('PEXPIRE', key, lease * 2) end
local function hold(found)
  redis.call('ZADD', holders, now + lease, found)
  keep(holders)
end
local function firstTicket(queue)
  while true do
    local found = redis.call('LPOP', queue)
    if not found then return nil end
    local ends = redis.call('ZSCORE', waiting, found)
    redis.call('ZREM', waiting, found)
    if ends and tonumber(ends) > now then return found end
  end
end
local function firstOf(name)
  while true do
    local who = redis.call('LPOP', peopleOf(name))
    if not who then return nil end
    local found = firstTicket(queueOf(name, who))
    if redis.call('EXISTS', queueOf(name, who)) == 1 then redis.call('RPUSH', peopleOf(name), who) end
    if found then return found end
  end
end
local function grant()
  redis.call('ZREMRANGEBYSCORE', holders, '-inf', now)
  while redis.call('ZCARD', holders) < places do
    local name = redis.call('LPOP', spaces)
    if not name then return end
    local found = firstOf(name)
    if redis.call('EXISTS', peopleOf(name)) == 1 then redis.call('RPUSH', spaces, name) end
    if found then
      hold(found)
      redis.call('PUBLISH', channel, found)
    end
  end
end
local function join(list, name)
  redis.call('LREM', list, 0, name)
  redis.call('RPUSH', list, name)
end`;

/** Answers whether the ticket holds a place; queues it when it is new, and renews its lease. */
export const enterScript = `${prelude}
if redis.call('ZSCORE', holders, ticket) then return 1 end
local queue, people = queueOf(space, person), peopleOf(space)
if not redis.call('ZSCORE', waiting, ticket) and redis.call('RPUSH', queue, ticket) == 1 then
  join(people, person)
  if redis.call('LLEN', people) == 1 then join(spaces, space) end
end
redis.call('ZADD', waiting, now + lease, ticket)
for _, key in ipairs({ waiting, spaces, people, queue }) do keep(key) end
grant()
return redis.call('ZSCORE', holders, ticket) and 1 or 0`;

/** Counts a holder that goes on even when its lease has ended meanwhile. */
export const renewScript = `${prelude}
hold(ticket)`;

export const leaveScript = `${prelude}
redis.call('ZREM', holders, ticket)
if redis.call('ZREM', waiting, ticket) == 1 then
  redis.call('LREM', queueOf(space, person), 1, ticket)
  if redis.call('EXISTS', queueOf(space, person)) == 0 then redis.call('LREM', peopleOf(space), 0, person) end
  if redis.call('EXISTS', peopleOf(space)) == 0 then redis.call('LREM', spaces, 0, space) end
end
grant()`;
