import 'reflect-metadata';
import { ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { AppConfig, LOGGER } from '@posture/platform';
import type { Clock } from '@posture/platform';
import { AskedChanges } from './http/audit/asked-change';
import { describeApi } from './http/openapi/describe-api';
import { OpenApiController } from './http/openapi/openapi.controller';
import { invalidRequest } from './http/problem/invalid-request';
import { layWire, wireAdapter } from './http/wire/wire';
import { HttpTimes } from './metrics/http-times';
import { ServerModule } from './server.module';

const PREFIX = 'api/v1';
/** For those that start and stop processes. */
const OUTSIDE = ['healthz', 'readyz'];

/**
 * The HTTP application with its stores open, not yet listening. Closing it closes everything.
 * @throws {DomainError} what opening the stores throws
 */
export async function createServer(config: AppConfig, clock?: Clock): Promise<NestFastifyApplication> {
  const adapter = wireAdapter();
  const module = await ServerModule.with(config, clock);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, { logger: false, abortOnError: false });
  app.setGlobalPrefix(PREFIX, { exclude: OUTSIDE });
  app.useGlobalPipes(
    new ValidationPipe({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      // For the names it would have known; the refusal repeats nothing of it.
      validationError: { target: true },
      exceptionFactory: invalidRequest,
    }),
  );
  app.enableShutdownHooks();
  layWire(adapter.getInstance(), app.get(LOGGER));
  app.get(HttpTimes).watch(adapter.getInstance());
  if (config.role !== 'worker') {
    const document = describeApi(app);
    app.get(OpenApiController).document = document;
    app.get(AskedChanges).learn(document);
  }
  return app;
}

/**
 * The description of every route; `docs/reference/openapi.json` is this. Nothing is opened: a preview makes no instances.
 * @public for `npm run docs`
 */
export async function apiDescription(): Promise<OpenAPIObject> {
  const module = await ServerModule.with(AppConfig.parse({}));
  const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), {
    logger: false,
    abortOnError: false,
    preview: true,
  });
  app.setGlobalPrefix(PREFIX, { exclude: OUTSIDE });
  return describeApi(app);
}
