export { motoAvailable, startMoto } from './moto.js';
export { credentials, type S3Server, startS3 } from './s3Server.js';
