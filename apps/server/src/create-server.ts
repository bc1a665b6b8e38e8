import 'reflect-metadata';
import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { DomainError } from '@posture/domain';
import type { Engine } from '@posture/flows';
import { uuidv7 } from '@posture/platform';
import { ServerModule } from './server.module';

/** The HTTP application over an open engine, not yet listening. */
export async function createServer(engine: Engine): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({ genReqId: () => uuidv7(), bodyLimit: 1024 * 1024 });
  const app = await NestFactory.create<NestFastifyApplication>(ServerModule.with(engine), adapter, {
    logger: false,
    abortOnError: false,
  });
  app.setGlobalPrefix('api/v1');
  app.useGlobalPipes(
    new ValidationPipe({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      exceptionFactory: invalidRequest,
    }),
  );
  app.enableShutdownHooks();
  const document = openApiOf(app);
  adapter.getInstance().get('/api/v1/openapi.json', (_request, reply) => reply.send(document));
  adapter.getInstance().addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
  return app;
}

/** OpenAPI 3.1, generated from the controllers. */
export function openApiOf(app: NestFastifyApplication): OpenAPIObject {
  return SwaggerModule.createDocument(
    app,
    new DocumentBuilder().setOpenAPIVersion('3.1.0').setTitle('Posture engine').setVersion('1').addBearerAuth().build(),
  );
}

function invalidRequest(errors: ValidationError[]): DomainError {
  const found = errors.flatMap((error) => flatten(error, ''));
  const first = found[0];
  return new DomainError('request.invalid', 'invalid', found.map(({ message }) => message).join('; '), {
    field: first?.pointer,
    remedy: 'Correct the named fields; the API description at /api/v1/openapi.json lists what each route takes.',
    details: { errors: found },
  });
}

function flatten(error: ValidationError, parent: string): { pointer: string; message: string }[] {
  const pointer = `${parent}/${error.property}`;
  const own = Object.values(error.constraints ?? {}).map((message) => ({ pointer, message }));
  return [...own, ...(error.children ?? []).flatMap((child) => flatten(child, pointer))];
}
