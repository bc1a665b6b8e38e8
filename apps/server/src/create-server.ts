import 'reflect-metadata';
import { ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { Engine } from '@posture/flows';
import { uuidv7 } from '@posture/platform';
import { describeApi } from './http/openapi/describe-api';
import { OpenApiController } from './http/openapi/openapi.controller';
import { invalidRequest } from './http/problem/invalid-request';
import { ServerModule } from './server.module';

const PREFIX = 'api/v1';
const BODY_LIMIT_BYTES = 1024 * 1024;

/** The HTTP application over an open engine, not yet listening. Closing it closes the engine. */
export async function createServer(engine: Engine): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({ genReqId: () => uuidv7(), bodyLimit: BODY_LIMIT_BYTES });
  const app = await NestFactory.create<NestFastifyApplication>(ServerModule.with(engine), adapter, {
    logger: false,
    abortOnError: false,
  });
  app.setGlobalPrefix(PREFIX);
  app.useGlobalPipes(
    new ValidationPipe({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      exceptionFactory: invalidRequest,
    }),
  );
  app.enableShutdownHooks();
  adapter.getInstance().addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
  if (engine.config.role !== 'worker') app.get(OpenApiController).document = describeApi(app);
  return app;
}

/** The description of every route, without an engine; `docs/reference/openapi.json` is this. @public for `npm run docs` */
export async function apiDescription(): Promise<OpenAPIObject> {
  const app = await NestFactory.create<NestFastifyApplication>(ServerModule.routes(), new FastifyAdapter(), {
    logger: false,
    abortOnError: false,
  });
  app.setGlobalPrefix(PREFIX);
  const document = describeApi(app);
  await app.close();
  return document;
}
