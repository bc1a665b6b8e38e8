import { Module } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import { AppConfig, plain } from '@posture/platform';
import { Neo4jServer } from './neo4j/neo4j-server';

class Neo4jShutdown implements OnApplicationShutdown {
  constructor(private readonly neo4j: Neo4jServer) {}

  onApplicationShutdown(): Promise<void> {
    return this.neo4j.close();
  }
}

/** Gives the one client of Neo4j, closed with the application; without an URL it is there and refuses each question. */
@Module({
  providers: [
    {
      provide: Neo4jServer,
      inject: [AppConfig],
      useFactory: ({ neo4jUrl: url, neo4jUser: user, neo4jPassword: password }: AppConfig) =>
        new Neo4jServer(url === null ? null : { url, user, password: password?.reveal() ?? '' }),
    },
    plain(Neo4jShutdown, Neo4jServer),
  ],
  exports: [Neo4jServer],
})
export class AccessGraphModule {}
