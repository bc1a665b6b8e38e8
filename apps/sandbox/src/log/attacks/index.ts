import * as accounts from './accounts';
import * as admin from './admin';
import * as guessing from './guessing';
import * as mfa from './mfa';
import * as sessions from './sessions';
import type { Story } from './stage';
import * as tampering from './tampering';
import * as tokens from './tokens';
import * as travel from './travel';

export type { Story } from './stage';

const pair = (attack: Story, lookAlike: Story): { readonly attack: Story; readonly lookAlike: Story } => ({
  attack,
  lookAlike,
});

/** Attacks by name, each with what looks like it and is none. */
export const STORIES = {
  'impossible-travel': pair(travel.impossibleTravel, travel.planeAndVpn),
  'new-country-device-proxy': pair(travel.newCountryDeviceProxy, travel.holiday),
  'password-spray': pair(guessing.spraySingle, guessing.officeMorning),
  'password-spray-distributed': pair(guessing.sprayDistributed, guessing.expiryWave),
  'credential-stuffing': pair(guessing.credentialStuffing, guessing.carrierGateway),
  'brute-force': pair(guessing.bruteForce, guessing.staleMailProgram),
  'mfa-fatigue': pair(mfa.mfaFatigue, mfa.mistap),
  'factor-reset': pair(mfa.factorReset, mfa.lostPhone),
  'session-theft': pair(sessions.stolenCookie, sessions.vpnToggled),
  'refresh-token-replay': pair(sessions.refreshReplay, sessions.refreshing),
  'admin-console-new-behaviour': pair(admin.consoleNewBehaviour, admin.consoleFromHome),
  'role-to-user': pair(admin.roleToUser, admin.roleTakenFromUser),
  'role-to-group': pair(admin.roleToGroup, admin.roleTakenFromGroup),
  'role-to-client': pair(admin.roleToClient, admin.roleTakenFromClient),
  'support-access': pair(admin.supportAccess, admin.supportLeaves),
  'api-token-created': pair(tokens.tokenCreated, tokens.tokenRenamed),
  'api-token-new-network': pair(tokens.tokenElsewhere, tokens.tokenAtNoon),
  'idp-created': pair(tampering.idpCreated, tampering.idpRefused),
  'org2org-added': pair(tampering.org2orgAdded, tampering.appAdded),
  'policy-weakened': pair(tampering.policyWeakened, tampering.policyRenamed),
  'zone-weakened': pair(tampering.zoneWeakened, tampering.zoneAdded),
  'group-rule': pair(tampering.groupRule, tampering.teamRule),
  'log-stream-removed': pair(tampering.logStreamRemoved, tampering.appTouched),
  'hook-removed': pair(tampering.hookRemoved, tampering.appTouched),
  'mass-app-access': pair(accounts.massAppAccess, accounts.mondayTabs),
  'service-account-interactive': pair(accounts.serviceAccountBrowses, accounts.serviceAccountRuns),
  'user-reported': pair(accounts.userReports, accounts.ownFactor),
  'threat-insight': pair(accounts.threatInsight, accounts.ordinaryTypos),
} as const satisfies Record<string, { readonly attack: Story; readonly lookAlike: Story }>;

export type StoryName = keyof typeof STORIES;

export const STORY_NAMES = Object.keys(STORIES) as readonly StoryName[];
