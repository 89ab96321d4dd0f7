export { describeWithRedis, redisServerPath } from './available.js';
export { type RedisOptions, type RedisServer, startRedis } from './redisServer.js';
