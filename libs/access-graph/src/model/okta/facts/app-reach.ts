import type { FactContext, FactNeed, NodeIndex } from '@posture/domain';
import { unreadList, unreadLists } from '../../../facts/list-coverage';

const ACTIVE = 1;
const OKTA_OWN = 2;
const MAILBOX = 4;
const MASTERING = 8;
const EVERYBODYS = 16;

/** Catalogue names of applications that come with a mailbox. */
const MAILBOX_APPS = new Set(['office365', 'google', 'google_workspace', 'zoho_mail', 'zoho_one']);

export interface Reach {
  /** Distinct ACTIVE applications, assigned directly or through a group other than Everyone: those can be taken away. */
  readonly apps: number;
  /** Distinct ACTIVE applications that are not Okta's own, those of Everyone included. */
  readonly dailyApps: number;
  readonly mailboxApps: number;
  /** Groups other than built-in ones. */
  readonly groups: number;
}

/** Which applications users reach, without a set per user: each application remembers the last turn it was counted in. */
export class AppReach {
  /** What keeps counts from being the whole truth. */
  readonly needs: readonly FactNeed[];
  /** What keeps the list of mastering applications of a user from being whole. */
  readonly masteringNeeds: readonly FactNeed[];
  private readonly flags: Uint8Array;
  private readonly countedIn: Uint32Array;
  private turn = 0;
  private readonly appsOfGroup = new Map<NodeIndex, readonly NodeIndex[]>();
  private readonly builtIn = new Set<NodeIndex>();
  private readonly appsOfEveryone: NodeIndex[] = [];
  private readonly hasMasteringApp: boolean;

  constructor(private readonly context: FactContext) {
    const { view } = context;
    this.flags = new Uint8Array(view.nodeCount);
    this.countedIn = new Uint32Array(view.nodeCount);
    const active: NodeIndex[] = [];
    for (const app of view.ofKind('App')) {
      const props = view.props(app);
      if (props['status'] !== 'ACTIVE') continue;
      active.push(app);
      this.flags[app] = ACTIVE | flagsOf(String(props['catalogName'] ?? ''), props['features']);
    }
    for (const group of view.ofKind('Group')) {
      const apps = view.out(group, 'ASSIGNED_TO').filter((app) => this.is(app, ACTIVE));
      if (apps.length > 0) this.appsOfGroup.set(group, apps);
      if (view.props(group)['type'] !== 'BUILT_IN') continue;
      this.builtIn.add(group);
      // Everyone is not read member by member: everybody is in it.
      if (view.name(group) === 'Everyone') this.appsOfEveryone.push(...apps);
    }
    for (const app of this.appsOfEveryone) this.flags[app] = (this.flags[app] as number) | EVERYBODYS;
    const mastering = active.filter((app) => this.is(app, MASTERING));
    this.hasMasteringApp = mastering.length > 0;
    const appList = unreadList(view.coverage, 'apps');
    this.masteringNeeds = [...appList, ...unreadLists(view, 'app-users', mastering)];
    this.needs = [
      ...appList,
      ...unreadLists(view, 'app-users', active),
      ...unreadLists(view, 'app-groups', active),
      ...unreadLists(
        view,
        'group-members',
        view.ofKind('Group').filter((group) => !this.builtIn.has(group)),
      ),
    ];
  }

  of(user: NodeIndex): Reach {
    const { view } = this.context;
    this.turn++;
    const reach = { apps: 0, dailyApps: 0, mailboxApps: 0, groups: 0 };
    this.count(this.ownApps(user), reach);
    for (const group of view.out(user, 'MEMBER_OF')) {
      if (!this.builtIn.has(group)) reach.groups++;
      const apps = this.appsOfGroup.get(group);
      if (apps !== undefined) this.count(apps, reach);
    }
    const { apps } = reach;
    if (this.appsOfEveryone.length > 0) this.count(this.appsOfEveryone, reach);
    reach.apps = apps;
    return reach;
  }

  /** An application lists everybody to whom Everyone gives it, as it lists whom it was given by name. */
  private ownApps(user: NodeIndex): readonly NodeIndex[] {
    const { view } = this.context;
    if (this.appsOfEveryone.length === 0) return view.out(user, 'ASSIGNED_TO');
    return view
      .outEdges(user, 'ASSIGNED_TO')
      .filter(({ dst, props }) => props['scope'] !== 'GROUP' || !this.is(dst, EVERYBODYS))
      .map(({ dst }) => dst);
  }

  /** ACTIVE applications with profile mastering that the user is assigned to. */
  masteringApps(user: NodeIndex): readonly NodeIndex[] {
    if (!this.hasMasteringApp) return NONE;
    return this.context.view.out(user, 'ASSIGNED_TO').filter((app) => this.is(app, MASTERING));
  }

  private count(apps: readonly NodeIndex[], reach: { -readonly [K in keyof Reach]: number }): void {
    for (const app of apps) {
      if (this.countedIn[app] === this.turn || !this.is(app, ACTIVE)) continue;
      this.countedIn[app] = this.turn;
      reach.apps++;
      if (!this.is(app, OKTA_OWN)) reach.dailyApps++;
      if (this.is(app, MAILBOX)) reach.mailboxApps++;
    }
  }

  private is(app: NodeIndex, flag: number): boolean {
    return ((this.flags[app] as number) & flag) !== 0;
  }
}

const NONE: readonly NodeIndex[] = Object.freeze([]);

function flagsOf(catalogName: string, features: unknown): number {
  const own = catalogName === 'saasure' || (catalogName.startsWith('okta_') && catalogName !== 'okta_org2org');
  return (
    (own ? OKTA_OWN : 0) |
    (MAILBOX_APPS.has(catalogName) ? MAILBOX : 0) |
    (Array.isArray(features) && features.includes('PROFILE_MASTERING') ? MASTERING : 0)
  );
}
