import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import { Engine } from '@posture/flows';
import { PageQuery, toPage } from '../page';

export class UsersQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'start of the login' })
  @IsOptional()
  @IsString()
  readonly q?: string;
}

@ApiTags('users')
@ApiBearerAuth()
@Controller('connections/:connectionId/users')
export class UsersController {
  constructor(private readonly engine: Engine) {}

  @Get()
  @ApiOperation({ operationId: 'listUsers', summary: 'Users by key, with their tier' })
  async list(@Param('connectionId') connectionId: string, @Query() { limit, cursor, q }: UsersQuery) {
    const scope = `users ${connectionId} ${q ?? ''}`;
    const after = cursor === undefined ? '' : this.engine.cursors.open<string>(cursor, scope);
    const rows = await this.engine.users(connectionId, { startOfLogin: q ?? '', afterKey: after, limit: limit + 1 });
    return toPage(
      rows,
      limit,
      (user) => user,
      (last) => this.engine.cursors.seal(last.key, scope),
    );
  }

  @Get(':id')
  @ApiOperation({ operationId: 'getUser', summary: "A user by Okta's id" })
  async get(@Param('connectionId') connectionId: string, @Param('id') id: string) {
    return this.engine.user(connectionId, id);
  }

  @Get(':id/access')
  @ApiOperation({
    operationId: 'getUserAccess',
    summary: 'Everything the user reaches, each with the path it is reached by',
  })
  async access(@Param('connectionId') connectionId: string, @Param('id') id: string) {
    return { data: await this.engine.effectiveAccess(connectionId, id) };
  }
}
