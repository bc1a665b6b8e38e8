/** The types of the HTTP API. Generated from docs/reference/openapi.json by `npm run docs`; do not edit. */
export interface paths {
    "/api/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the record answers, and which stores are in use */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process answers; nothing else is asked */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process can do what it is there for: its stores answer and, where it does not work itself, a worker lives */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Oldest first, each with how it goes */
        get: operations["listConnections"];
        put?: never;
        /**
         * Connect an Okta org
         * @description The credential is tried before anything is saved, and never shown again. The first sync begins by itself, unless it is not wanted.
         */
        post: operations["createConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How it goes with all of them: the worst of each provider */
        get: operations["getConnectionSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One connection */
        get: operations["getConnection"];
        put?: never;
        post?: never;
        /**
         * Destroy the credential, stop what runs, and keep the history or forget it
         * @description What was found is resolved as source_removed where the history is kept.
         */
        delete: operations["deleteConnection"];
        options?: never;
        head?: never;
        /** Change what is given, and leave the rest */
        patch: operations["changeConnection"];
        trace?: never;
    };
    "/api/v1/connections/{id}/credential": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Another credential of the same org in the place of the one before
         * @description It is tried first; the one before is destroyed, all else stays. A credential of another org is refused.
         */
        put: operations["replaceCredential"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What the credential may read, what is missing, what that switches off and what to grant next */
        post: operations["testConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/hook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make the secret by which the provider may say at once that something happened, or another in its place
         * @description What to enter at the provider. The secret is shown this once; one that was made before ends.
         */
        post: operations["makeHook"];
        /** Listen to no event hook of the connection any more */
        delete: operations["deleteHook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the people who run this are told of it, newest first */
        get: operations["listNotices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices/mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether notices go out by mail */
        get: operations["getMailHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One notice, with what of it went out by mail */
        get: operations["getNotice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices/{id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that somebody has seen it; the first who says so stays */
        post: operations["acknowledgeNotice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/schedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When the org is scanned by itself; once a day, unless somebody chose */
        get: operations["getSchedule"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Choose an interval or a time of day, pause, go on; what is not given stays as it is */
        patch: operations["changeSchedule"];
        trace?: never;
    };
    "/api/v1/connections/{id}/due-policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How long findings of a connection may stand, by severity: 3, 14, 45 and 90 days, unless somebody chose */
        get: operations["getDuePolicy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Choose it; what opens or comes back is due by it, and, where it is asked for, what is open now */
        patch: operations["changeDuePolicy"];
        trace?: never;
    };
    "/api/v1/connections/{id}/syncs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Newest first */
        get: operations["listSyncs"];
        put?: never;
        /** Read the tenant and judge it; answers at once */
        post: operations["startSync"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/evaluations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Judge what is known of the tenant again, without asking it; answers at once */
        post: operations["startEvaluation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/syncs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A sync with its coverage and requests and, while it runs, its progress, whichever process works on it */
        get: operations["getSync"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/syncs/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How a sync goes, as server-sent events, from whichever process works on it
         * @description `progress` whenever it has changed, `ended` once and last; the data of each is the sync as `getSync` answers it. Whoever comes back with Last-Event-ID is not told again what that event said.
         */
        get: operations["watchSync"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/syncs/{id}/abort": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop a sync, whichever process works on it */
        post: operations["abortSync"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Work of every kind, newest first */
        get: operations["listRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How a run goes, whichever process works on it */
        get: operations["getRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became of findings because of a run, in order
         * @description Of a scan, an evaluation, or a run that read again what the log says has changed.
         */
        get: operations["listRunChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/abort": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop a run, whichever process works on it */
        post: operations["abortRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Scans of a connection, newest first */
        get: operations["listScans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scans/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All that a completed scan said, as `posture scan --format json` prints it
         * @description Findings are the ones the scan showed, as they stand now; of a grouped one the first hundred members.
         */
        get: operations["getScan"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/{id}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a rule said, scan by scan, newest first
         * @description A scan that still runs has the rules whose reads are all in.
         */
        get: operations["listRuleResults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fixes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Fixes of the latest completed scan: one per root cause, in the order to look at them */
        get: operations["listFixes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How well each resource was read by the latest completed scan, why not better, and what to grant */
        get: operations["listCoverage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Findings by severity and verdicts, one point a day, newest first
         * @description A point is the last completed scan of the profile on that day; profiles ask other rules.
         */
        get: operations["getTrend"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scans/{id}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What each rule said in a scan, by rule: its verdict, subjects by verdict, why some were not assessed
         * @description A scan that still runs has the rules whose reads are all in.
         */
        get: operations["listScanResults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/rules/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What each rule said of a connection in its latest completed scan, by rule */
        get: operations["listLatestResults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scans/{id}/coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How well each resource was read by a completed scan, why not better, and what to grant */
        get: operations["listScanCoverage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scans/{id}/fixes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Fixes of a completed scan: one per root cause, in the order to look at them */
        get: operations["listScanFixes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scans/{id}/fixes/{rank}/findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The findings a fix concerns, as they now stand, worst first
         * @description That the remedy of the worst ends them all has not been tried.
         */
        get: operations["listFixFindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How well each list of a tenant was read, down to those of single objects, when, and what to grant
         * @description Of the past there is one row a resource, the worst of its lists. A page belongs to one version.
         */
        get: operations["listListCoverage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change many findings, those named or all that a filter means; answers at once with where to look
         * @description Which ones is settled now. Each is changed as if it were asked for alone: what cannot be done to one keeps no other from it, and is said in the list of its items. An exception of all that a filter means takes exceptions:approve.
         */
        post: operations["startBulkChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulk-changes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How a change of many findings goes */
        get: operations["getBulkChange"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulk-changes/{id}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of each finding */
        get: operations["listBulkItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Findings of all connections, worst first unless sorted */
        get: operations["listFindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings/facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many findings have each value of a field, most first
         * @description What is asked of a field itself does not narrow its own counts, only those of the others.
         */
        get: operations["countFindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All findings that are meant, however many, as a file
         * @description The file comes piece by piece; a transfer that breaks off is not whole.
         */
        get: operations["exportFindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Findings put together by rule, subject or fix; the group with the worst finding first, then the largest */
        get: operations["groupFindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much there is to do, how long it takes, how much is in time, and a score for each connection */
        get: operations["measureFindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A finding with its evidence, the terms of its score and, of a detection, how often it happened */
        get: operations["getFinding"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Say who looks after a finding, how severe it is, until when it is due, and where it is worked on */
        patch: operations["changeFinding"];
        trace?: never;
    };
    "/api/v1/findings/{id}/transitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Acknowledge a finding, start on it, open it again, let it stand by an exception, or claim that it is mended
         * @description What cannot be done from where it stands is refused with what can. A claim is looked at: the tenant is read again, and the finding is open again if the risk is still there.
         */
        post: operations["transitionFinding"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings/{id}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was said about a finding, oldest first */
        get: operations["listComments"];
        put?: never;
        /** Say something about a finding; it stays as it was said */
        post: operations["createComment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exceptions/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** How many findings an exception would cover now */
        post: operations["previewException"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exceptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Newest first */
        get: operations["listExceptions"];
        put?: never;
        /**
         * Let findings stand, for a reason and until an end
         * @description It covers what its scope covers now and what comes into it later, until it ends: then what is still there is open again. One that stands for more than 30 days, or is of scope filter, takes the permission exceptions:approve.
         */
        post: operations["createException"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exceptions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One exception */
        get: operations["getException"];
        put?: never;
        post?: never;
        /**
         * End an exception before its time
         * @description What is still there is open again, and due so much later as it was suppressed. It stays on record.
         */
        delete: operations["revokeException"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings/{id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Members of a finding of grain group, by key */
        get: operations["listFindingMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings/{id}/episodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The times a detection found what it watches for, latest first, with the events that proved each */
        get: operations["listFindingEpisodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened to a finding, oldest first */
        get: operations["listFindingHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The asker's own views and the shared ones, by name */
        get: operations["listViews"];
        put?: never;
        /** Keep a filter and an order of findings under a name, for oneself or for all */
        post: operations["createView"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One view */
        get: operations["getView"];
        put?: never;
        post?: never;
        /**
         * Forget a view; findings stay as they are
         * @description A shared view of somebody else takes the permission exceptions:approve.
         */
        delete: operations["deleteView"];
        options?: never;
        head?: never;
        /**
         * Change what is given, and leave the rest
         * @description A shared view of somebody else takes the permission exceptions:approve.
         */
        patch: operations["changeView"];
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened in the tenant, or to one entity of it, newest first
         * @description Pages stay what they are while newer events come in.
         */
        get: operations["listActivity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/activity/coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far the log was read and judged, where it was not, and what of it could not be used */
        get: operations["getActivityCoverage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/activity/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events that could not be used, newest first: the latest 1,000 */
        get: operations["listQuarantinedActivity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/activity/{eventId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An event by the provider's id, with what the provider wrote */
        get: operations["getActivity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who used what, or what was used, day by day; by key and day
         * @description A day without a row is a day without use only where the log is known for it.
         */
        get: operations["listUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Oldest first */
        get: operations["listChannels"];
        put?: never;
        /**
         * Tell a receiver what becomes of findings from now on
         * @description Webhooks are signed as Standard Webhooks has it; the secret receivers verify with is shown this once.
         */
        post: operations["createChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One channel */
        get: operations["getChannel"];
        put?: never;
        post?: never;
        /** Forget the receiver, and what was on its way there */
        delete: operations["deleteChannel"];
        options?: never;
        head?: never;
        /** Change what is given, and leave the rest */
        patch: operations["changeChannel"];
        trace?: never;
    };
    "/api/v1/channels/{id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make another secret; alerts are signed with the one before, too, for a day */
        post: operations["rotateChannelSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an alert that says it is a test, and how that went
         * @description It is tried once, at once.
         */
        post: operations["testChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What the latest that happened to a finding looks like there; nothing is sent */
        post: operations["previewChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}/recover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send again what failed or was skipped, the oldest first, each under the webhook-id it had */
        post: operations["recoverChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was sent to a receiver, newest first */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}/deliveries/{deliveryId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One alert on its way, with every attempt */
        get: operations["getDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}/deliveries/{deliveryId}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send an alert that has ended once more, as it was, under the same webhook-id */
        post: operations["resendDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Newest first, without what they found */
        get: operations["listReplays"];
        put?: never;
        /**
         * Judge what is kept of the log once more, by other rules or values, beside what was found; answers at once
         * @description Changes no finding. Where the log was not read all of the time, what is not found is not assessed.
         */
        post: operations["startReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/replays/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How a replay goes and, once it is completed, what it would have found beside what was found */
        get: operations["getReplay"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Users by key, with their tier */
        get: operations["listUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A user by the provider's id */
        get: operations["getUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/users/{id}/access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything the user reaches: applications, groups and admin roles, each with the path it is reached by
         * @description A page belongs to one inventory version; after a sync start again from the first page.
         */
        get: operations["getUserAccess"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Groups by key, with their tier */
        get: operations["listGroups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/groups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A group by the provider's id */
        get: operations["getGroup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/groups/{id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Users in a group, by key */
        get: operations["listGroupMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/apps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Applications by key, with their tier */
        get: operations["listApps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/apps/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An application by the provider's id */
        get: operations["getApp"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/apps/{id}/access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everybody and everything that reaches an application, each with the best path
         * @description A page belongs to one inventory version; after a sync start again from the first page.
         */
        get: operations["getAppAccess"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * API tokens, keys and secrets of clients by key: whose they are, how old, when last used, when they expire
         * @description What the log says of use is known for as long as the log was read. Values are never read.
         */
        get: operations["listCredentials"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/credentials/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A credential by its key, such as ApiToken:00T1a2b3
         * @description Its value is never read.
         */
        get: operations["getCredential"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/paths": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Paths of attack: from a principal or a credential to all that falls with it, or from all that reach something
         * @description With from alone, its blast radius; with to alone, an application or the tenant, who reaches it; with both, the best path between them where there is one. A page belongs to one inventory version.
         */
        get: operations["listPaths"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/paths/shortest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The best path from a principal or a credential to control of the tenant, else to an admin role */
        get: operations["getShortestPath"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/drift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became different in the tenant between two instants, counted by kind
         * @description Net: what came and went in between is no difference.
         */
        get: operations["getDrift"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/drift/access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who reaches something only since, and who no more, each with the path: what was gained first
         * @description A better path to the same is no difference. A page belongs to two versions.
         */
        get: operations["listAccessDrift"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/drift/nodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Objects that differ between two instants, by key */
        get: operations["listNodeDrift"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/drift/edges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Relations that differ between two instants, by kind, source and target */
        get: operations["listEdgeDrift"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/graph/queries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the access graph can be asked */
        get: operations["listGraphQueries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/graph/queries/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A named query from one node: what it reaches or what reaches it, each with its best path
         * @description A page belongs to one inventory version; after a sync start again from the first page.
         */
        get: operations["askGraph"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every rule by id, with the profiles it is in */
        get: operations["listRules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the operator's own rules could be read, and what is wrong with which file
         * @description What cannot be used leaves all that was read before in place. Of the process that answers.
         */
        get: operations["getRulesStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a rule asks, of whom, from which endpoints, and what to do */
        get: operations["getRule"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/rules/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the rules are tuned for a connection, on top of the profile a scan is asked for */
        get: operations["getRuleSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Turn rules on or off, set their values and severities, say what you know of your tenant
         * @description Changes what is named and keeps the rest; null takes something out. What is known of the tenant is judged again without asking it. Findings of a rule that is turned off are resolved as rule_retired.
         */
        patch: operations["changeRuleSettings"];
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/rules/settings/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was changed, by whom and why, newest first */
        get: operations["listRuleSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/rules/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a change would do to what is known now: how many more, fewer and not assessed, with samples
         * @description Judged on the published version by a worker; nothing of it is kept.
         */
        post: operations["previewRuleSettings"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/rules/{rule}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Why a rule says what it says of one subject: each condition with value, source, time and outcome
         * @description The outcomes are those of json-rules-engine itself. A path rule shows the path, or what may hide one.
         */
        get: operations["explainRule"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/compliance/{framework}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How a connection stands to the controls of a framework: stig, nist, cis or nhi
         * @description By the last completed scan, with findings as they now stand. A control passes only when all of its rules were evaluated; accepted says that the risk is there and somebody answers for it.
         */
        get: operations["getCompliance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/posture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the latest completed scan of a connection said, as one page for people
         * @description It stands by itself: saved, it needs no network, and loads and runs nothing.
         */
        get: operations["getPostureReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/compliance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How a connection stands to the controls of a framework, as one page for people or as a table
         * @description By the latest completed scan. As JSON it is the compliance of the connection.
         */
        get: operations["getComplianceReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Oldest first, without their values */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Make a key of this API for a person or a program, of no higher role than your own
         * @description Its value is shown this once. It ends with the key it was made by.
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One key, without its value */
        get: operations["getApiKey"];
        put?: never;
        post?: never;
        /**
         * End a key at once, and every key that was made by it
         * @description It stays in the list, as what was done with it stays in the audit log.
         */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        /** Rename a key, or give it another role up to your own */
        patch: operations["changeApiKey"];
        trace?: never;
    };
    "/api/v1/api-keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make another value; the one before is taken, too, for a time you choose up to 7 days
         * @description The new value is shown this once. The life of the key begins anew.
         */
        post: operations["rotateApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operators/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who asks, and what he may */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What people changed or were refused, newest first
         * @description What others changed takes the permission audit:read_all. A key that sees some connections only is shown what was about them, and what it changed itself.
         */
        get: operations["listAuditEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit-events/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow the whole chain, and say whether it is as it was written
         * @description Reads every row, so it takes a second for every some ten thousand changes.
         */
        get: operations["verifyAuditEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This description */
        get: operations["getDescription"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        /** @enum {string} */
        DatabaseKind: "embedded" | "server";
        /**
         * @description where operators may query the graph
         * @enum {string}
         */
        GraphSource: "in-process" | "neo4j";
        HealthBody: {
            /** @enum {string} */
            status: "ok";
            database: components["schemas"]["DatabaseKind"];
            /** @description where operators may query the graph */
            graph: components["schemas"]["GraphSource"];
        };
        AliveBody: {
            /** @enum {string} */
            status: "ok";
        };
        /** @enum {string} */
        ReadyState: "ready" | "not_ready";
        /** @enum {string} */
        CheckState: "ok" | "failed" | "not_needed";
        ReadyChecksBody: {
            database: components["schemas"]["CheckState"];
            migrations: components["schemas"]["CheckState"];
            /** @description not needed where it is kept in process */
            graph: components["schemas"]["CheckState"];
            /** @description whether one lives; not needed by a process that works itself */
            worker: components["schemas"]["CheckState"];
        };
        ReadyBody: {
            status: components["schemas"]["ReadyState"];
            checks: components["schemas"]["ReadyChecksBody"];
        };
        InvalidInput: {
            /**
             * @description where the input is, as a JSON pointer
             * @example /credential/token
             */
            pointer: string;
            /**
             * @description the constraint that failed
             * @example isNotEmpty
             */
            code: string;
            message: string;
        };
        Problem: {
            /** @example urn:posture:problem:connection.not_found */
            type: string;
            /** @example Not found */
            title: string;
            /** @example 404 */
            status: number;
            /** @description one sentence for a person */
            detail: string;
            /**
             * @description the request, as the log knows it
             * @example urn:posture:request:0198…
             */
            instance: string;
            /**
             * @description stable, `noun.reason`
             * @example connection.not_found
             */
            code: string;
            /**
             * @description the input at fault
             * @example credential.token
             */
            field?: string;
            /** @description what to do about it */
            remedy?: string;
            /** @description every input at fault, when there are several */
            errors?: components["schemas"]["InvalidInput"][];
            /**
             * @description of 412: the version it has now
             * @example 4
             */
            version?: number;
            /** @description of some 409: what could be asked for instead */
            allowed?: string[];
        };
        /**
         * @description read: whatever would change the org is refused before it is sent; the default
         * @enum {string}
         */
        ConnectionMode: "read" | "read_and_act";
        /** @enum {string} */
        CredentialKind: "api_token" | "client_secret" | "private_key";
        CredentialBody: {
            kind: components["schemas"]["CredentialKind"];
            /** @description for api_token */
            token?: string;
            /** @description for client_secret and private_key */
            clientId?: string;
            /** @description for client_secret */
            clientSecret?: string;
            /** @description for private_key, when the app has several keys and the key is a PEM */
            keyId?: string;
            /** @description for private_key: PEM or JWK text */
            privateKey?: string;
        };
        CreateConnectionBody: {
            /** @description no other connection may have it, whatever its case */
            name?: string;
            /** @description read: whatever would change the org is refused before it is sent; the default */
            mode?: components["schemas"]["ConnectionMode"];
            /** @description who answers for it */
            owner?: string | null;
            /** @description e-mail addresses of those who are told how it goes */
            contacts?: string[];
            /**
             * @example [
             *       "production"
             *     ]
             */
            labels?: string[];
            /** @description minutes */
            overdueAfter?: number | null;
            credential: components["schemas"]["CredentialBody"];
            /**
             * Format: date-time
             * @description when it ends, where you know; somebody is told 14 and 3 days before
             */
            credentialExpiresAt?: string;
            /** @example acme.okta.com */
            domain: string;
            /**
             * @description false: it is read when somebody asks, or its schedule says so
             * @default true
             */
            firstSync?: boolean;
        };
        ShownCredentialBody: {
            kind: components["schemas"]["CredentialKind"];
            /**
             * @description at most its last four characters
             * @example x7Qa
             */
            hint: string | null;
            /**
             * Format: date-time
             * @description when it was given
             */
            changedAt: string;
            /**
             * Format: date-time
             * @description null: nobody said
             */
            expiresAt: string | null;
        };
        /**
         * @description degraded: not all of it was read
         * @enum {string}
         */
        ConnectionState: "error" | "degraded" | "never_synced" | "in_progress" | "success" | "removed";
        ConnectionErrorBody: {
            /** @example okta.credential_refused */
            code: string;
            cause: string;
            /** Format: date-time */
            at: string;
            /** @description what was being read; null: nothing yet */
            resource: string | null;
            /** @description what to do about it */
            nextStep: string | null;
        };
        /** @enum {string} */
        CoverageState: "complete" | "partial" | "forbidden" | "failed" | "unlicensed" | "not_read";
        GapBody: {
            /** @example group-members */
            resource: string;
            /** @description in an administrator's words */
            title: string;
            state: components["schemas"]["CoverageState"];
            reason: string | null;
            /** @description scope, role or permission to grant */
            missing: string | null;
        };
        ConnectionStatusBody: {
            /** @description degraded: not all of it was read */
            state: components["schemas"]["ConnectionState"];
            /**
             * Format: uuid
             * @description the sync that says so
             */
            syncId: string | null;
            /** @description of state error */
            error: components["schemas"]["ConnectionErrorBody"] | null;
            /** @description what was to be read and was not, or not all of it */
            gaps: components["schemas"]["GapBody"][];
        };
        /**
         * @description system: the engine itself
         * @enum {string}
         */
        ActorKind: "api_key" | "cli" | "system";
        ActorBody: {
            /** @description system: the engine itself */
            kind: components["schemas"]["ActorKind"];
            id: string;
            /** @example SOC analyst */
            name: string;
        };
        ConnectionBody: {
            /** Format: uuid */
            id: string;
            /** @example okta */
            provider: string;
            /** @example acme.okta.com */
            domain: string;
            /** @description the provider's id of the org */
            tenantId: string | null;
            name: string;
            credentialKind: components["schemas"]["CredentialKind"];
            /** @description null: it was destroyed */
            credential: components["schemas"]["ShownCredentialBody"] | null;
            mode: components["schemas"]["ConnectionMode"];
            status: components["schemas"]["ConnectionStatusBody"];
            /**
             * Format: date-time
             * @description read to its end; null: never
             */
            lastSyncedAt: string | null;
            /** @description what is known is older than it may be */
            isOverdue: boolean;
            /**
             * Format: date-time
             * @description twice its rhythm, and at least 26 hours, after it was read last, unless overdueAfter says otherwise
             */
            overdueAt: string | null;
            /** @description minutes; null: as its schedule has it */
            overdueAfter: number | null;
            /**
             * Format: date-time
             * @description null while it is paused
             */
            nextRunAt: string | null;
            isPaused: boolean;
            /** @description objects known */
            records: number;
            owner: string | null;
            /** @description e-mail addresses of those who are told how it goes */
            contacts: string[];
            labels: string[];
            /**
             * Format: date-time
             * @description when the secret of its event hook was made; null: no event hook is listened to
             */
            hookMadeAt: string | null;
            /** @description who connected it; null: not kept then */
            createdBy: components["schemas"]["ActorBody"] | null;
            /**
             * Format: date-time
             * @description when it was first connected
             */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            /**
             * Format: date-time
             * @description since when only its history is kept
             */
            removedAt: string | null;
            /** @description raised by every change people make */
            version: number;
        };
        /**
         * @description gte: there are more
         * @enum {string}
         */
        TotalRelation: "eq" | "gte";
        PageTotal: {
            /** @description at most 10,000 */
            value: number;
            /** @description gte: there are more */
            relation: components["schemas"]["TotalRelation"];
        };
        PageInfo: {
            limit: number;
            /** @description null on the last page */
            nextCursor: string | null;
            /** @description where it was asked for */
            total?: components["schemas"]["PageTotal"];
        };
        ProviderSummaryBody: {
            connections: number;
            /** @description null: there is none */
            worst: components["schemas"]["ConnectionState"] | null;
            /** @description those whose data is older than it may be */
            overdue: number;
            byState: {
                [key: string]: number;
            };
            /** @example okta */
            provider: string;
        };
        ConnectionSummaryBody: {
            connections: number;
            /** @description null: there is none */
            worst: components["schemas"]["ConnectionState"] | null;
            /** @description those whose data is older than it may be */
            overdue: number;
            byState: {
                [key: string]: number;
            };
            /** @description a group of connections is as well as its worst */
            providers: components["schemas"]["ProviderSummaryBody"][];
        };
        ChangeConnectionBody: {
            /** @description no other connection may have it, whatever its case */
            name?: string;
            /** @description read: whatever would change the org is refused before it is sent; the default */
            mode?: components["schemas"]["ConnectionMode"];
            /** @description who answers for it */
            owner?: string | null;
            /** @description e-mail addresses of those who are told how it goes */
            contacts?: string[];
            /**
             * @example [
             *       "production"
             *     ]
             */
            labels?: string[];
            /** @description minutes */
            overdueAfter?: number | null;
        };
        ReplaceCredentialBody: {
            credential: components["schemas"]["CredentialBody"];
            /**
             * Format: date-time
             * @description when it ends, where you know; somebody is told 14 and 3 days before
             */
            credentialExpiresAt?: string;
            /**
             * @description another address of the same org, to go by from now on
             * @example login.acme.com
             */
            domain?: string;
            /** @description true: the credential before it is to be destroyed */
            confirm?: boolean;
        };
        /** @enum {string} */
        KeptHistory: "keep" | "purge";
        ProbedOrgBody: {
            id: string;
            name: string | null;
            /**
             * @description idx: Identity Engine, v1: Classic
             * @example idx
             */
            pipeline: string;
            origin: string;
        };
        CredentialOwnerBody: {
            id: string;
            login: string | null;
        };
        ProbedCredentialBody: {
            kind: components["schemas"]["CredentialKind"];
            /** @description whom an API token acts as */
            owner: components["schemas"]["CredentialOwnerBody"] | null;
            /** @description the owner's admin roles; null when not readable */
            roles: string[] | null;
            grantedScopes: string[] | null;
            missingScopes: string[];
        };
        /** @enum {string} */
        ProbeState: "ok" | "forbidden" | "unlicensed" | "failed" | "not_probed";
        ProbedResourceBody: {
            resource: string;
            title: string;
            /** @example GET /api/v1/users */
            endpoint: string;
            state: components["schemas"]["ProbeState"];
            /** @description HTTP status; null without an answer */
            status: number | null;
            latencyMs: number | null;
            reason: string | null;
            missing: string | null;
            grant: string | null;
        };
        ProbePlanBody: {
            requests: number;
            byBucket: {
                [key: string]: number;
            };
            minutes: number;
            /** @description until the first findings */
            firstWaveMinutes: number;
            /** @description true when the org is larger than the probe looked */
            atLeast: boolean;
        };
        SwitchedOffBody: {
            resource: string;
            title: string;
            reason: string | null;
            grant: string | null;
            /** @description rules that cannot be fully judged for it */
            rules: number;
            /** @description path rules that cannot be fully judged for it */
            paths: number;
        };
        GrantAdviceBody: {
            grant: string;
            missing: string | null;
            resources: string[];
            rules: number;
            paths: number;
        };
        RuleCountsBody: {
            rules: number;
            paths: number;
        };
        ProbeBody: {
            org: components["schemas"]["ProbedOrgBody"];
            credential: components["schemas"]["ProbedCredentialBody"];
            resources: components["schemas"]["ProbedResourceBody"][];
            warnings: string[];
            /** @description requests a minute by bucket */
            limits: {
                [key: string]: number;
            };
            plan: components["schemas"]["ProbePlanBody"];
            switchesOff: components["schemas"]["SwitchedOffBody"][];
            /** @description what to grant next, most useful first */
            grants: components["schemas"]["GrantAdviceBody"][];
            /** @description all rules of this build */
            rules: components["schemas"]["RuleCountsBody"];
        };
        HookBody: {
            /**
             * @description at the port for event hooks, or at what stands before it
             * @example /hooks/0198c1f2-…
             */
            path: string;
            /**
             * @description request header the provider is to send the secret in
             * @example Authorization
             */
            header: string;
            /** @description its whole value; shown this once */
            secret: string;
        };
        /** @enum {string} */
        NoticeType: "sync.failed" | "sync.recovered" | "sync.unfinished" | "sync.not_started" | "sync.stale" | "sync.first_ready" | "credential.expiring" | "credential.expired" | "log.late" | "log.recovered" | "connection.degraded" | "connection.recovered";
        NoticeBody: {
            /** Format: uuid */
            id: string;
            type: components["schemas"]["NoticeType"];
            /** Format: uuid */
            connectionId: string | null;
            /**
             * Format: uuid
             * @description the sync it is about
             */
            runId: string | null;
            /** @description one line */
            title: string;
            text: string;
            /** @description what to do about it */
            nextStep: string | null;
            data: {
                [key: string]: unknown;
            };
            /** @description how often it happened while it lasted */
            count: number;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description when it happened last
             */
            lastAt: string;
            /**
             * Format: date-time
             * @description when it was over; null: it lasts, or is nothing that lasts
             */
            recoveredAt: string | null;
            /** Format: date-time */
            acknowledgedAt: string | null;
            acknowledgedBy: components["schemas"]["ActorBody"] | null;
        };
        /**
         * @description off: POSTURE_SMTP_URL is not set
         * @enum {string}
         */
        MailHealthState: "off" | "ok" | "failing";
        MailHealthBody: {
            /** @description off: POSTURE_SMTP_URL is not set */
            state: components["schemas"]["MailHealthState"];
            /** @description mails that are still to go out */
            pending: number;
            /** @description why the last mail was not taken, in the server's own code */
            error: string | null;
            /** Format: date-time */
            lastSentAt: string | null;
        };
        /** @enum {string} */
        MailState: "pending" | "sent" | "failed";
        NoticeMailBody: {
            /** @example oncall@acme.example */
            recipient: string;
            state: components["schemas"]["MailState"];
            attempts: number;
            /**
             * Format: date-time
             * @description of a pending one
             */
            nextAt: string | null;
            /** Format: date-time */
            sentAt: string | null;
            /** @description why the last attempt failed */
            error: string | null;
        };
        NoticeDetailBody: {
            /** Format: uuid */
            id: string;
            type: components["schemas"]["NoticeType"];
            /** Format: uuid */
            connectionId: string | null;
            /**
             * Format: uuid
             * @description the sync it is about
             */
            runId: string | null;
            /** @description one line */
            title: string;
            text: string;
            /** @description what to do about it */
            nextStep: string | null;
            data: {
                [key: string]: unknown;
            };
            /** @description how often it happened while it lasted */
            count: number;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description when it happened last
             */
            lastAt: string;
            /**
             * Format: date-time
             * @description when it was over; null: it lasts, or is nothing that lasts
             */
            recoveredAt: string | null;
            /** Format: date-time */
            acknowledgedAt: string | null;
            acknowledgedBy: components["schemas"]["ActorBody"] | null;
            /** @description what of it went out by mail */
            mails: components["schemas"]["NoticeMailBody"][];
        };
        /**
         * @description by which each scan judges
         * @enum {string}
         */
        Profile: "default" | "strict-gov" | "everything";
        ScheduleBody: {
            /** @description one more with every change, and whenever it was due; the ETag says it */
            version: number;
            /** @description minutes between two scans; null: it has a time of day */
            every: number | null;
            /**
             * @description time of day
             * @example 02:30
             */
            at: string | null;
            /** @example Europe/Berlin */
            zone: string | null;
            /** @description by which each scan judges */
            profile: components["schemas"]["Profile"];
            /** @description nothing is asked for while it is */
            isPaused: boolean;
            /**
             * Format: date-time
             * @description when it goes on by itself; null: when somebody says so
             */
            pausedUntil: string | null;
            /**
             * Format: date-time
             * @description null while it is paused
             */
            nextAt: string | null;
            /** @description minutes after which what is known is judged again without a sync; null: only when it was read */
            evaluateEvery: number | null;
            /**
             * Format: date-time
             * @description null where it never is, or is paused
             */
            nextEvaluationAt: string | null;
            /**
             * Format: date-time
             * @description when it was due last; null: never
             */
            lastAt: string | null;
            /**
             * Format: uuid
             * @description the run it asked for then; null: the org was being read already, or it was never due
             */
            lastRunId: string | null;
        };
        ChangeScheduleBody: {
            /**
             * @description minutes between two scans, a little more or less each time
             * @example 1440
             */
            every?: number;
            /**
             * @description time of day, with its zone; where the clocks skip it, as much later, and where they repeat it, once
             * @example 02:30
             */
            at?: string;
            /**
             * @description IANA name of the zone
             * @example Europe/Berlin
             */
            zone?: string;
            profile?: components["schemas"]["Profile"];
            /**
             * @description minutes after which what is known is judged again without a sync; null: only when it was read
             * @example 240
             */
            evaluateEvery?: number | null;
            /** @description true asks for nothing until it is false again, or the pause ends */
            isPaused?: boolean;
            /**
             * Format: date-time
             * @description when a pause ends by itself
             */
            pausedUntil?: string;
        };
        DuePolicyBody: {
            /** Format: uuid */
            connectionId: string;
            /** @description days; null: as long as it likes */
            critical: number | null;
            /** @description days; null: as long as it likes */
            high: number | null;
            /** @description days; null: as long as it likes */
            medium: number | null;
            /** @description days; null: as long as it likes */
            low: number | null;
            /** @description days; null: as long as it likes */
            informational: number | null;
            /** @description null: nobody chose */
            chosenBy: components["schemas"]["ActorBody"] | null;
            /** Format: date-time */
            chosenAt: string | null;
            /** @description one more with every change; the ETag says it */
            version: number;
        };
        ChangeDuePolicyBody: {
            /** @description days; null: as long as it likes */
            critical?: number | null;
            /** @description days; null: as long as it likes */
            high?: number | null;
            /** @description days; null: as long as it likes */
            medium?: number | null;
            /** @description days; null: as long as it likes */
            low?: number | null;
            /** @description days; null: as long as it likes */
            informational?: number | null;
            /**
             * @description whether what is open now is due by it as well, from when it opened; dates people gave stay
             * @default false
             */
            appliesToOpen?: boolean;
        };
        /** @enum {string} */
        FactorScope: "admins" | "all";
        StartSyncBody: {
            /**
             * @description only these lists of the tenant, once it was read as a whole; left out: all of it
             * @example [
             *       "policies"
             *     ]
             */
            resources?: string[];
            /** @default default */
            profile?: components["schemas"]["Profile"];
            /** @default admins */
            factors?: components["schemas"]["FactorScope"];
            /**
             * @description Okta logs each read of a client secret; only age and status are kept
             * @default false
             */
            includeClientSecrets?: boolean;
            /**
             * @description believe it this once when much of a list, or all of it, is gone: it was really deleted in Okta
             * @default false
             */
            acceptDisappearance?: boolean;
        };
        /** @enum {string} */
        RunState: "queued" | "running" | "waiting" | "completed" | "failed" | "cancelled";
        RunErrorBody: {
            /** @example okta.credential_refused */
            code: string;
            message: string;
            /** @description the input at fault */
            field: string | null;
            /** @description what to do about it */
            remedy: string | null;
            /**
             * @description what was being done
             * @example reading wave 2
             */
            step: string | null;
            /** @description of the provider's answer, for its support */
            requestId?: string;
        };
        ChangeCountsBody: {
            added: number;
            changed: number;
            closed: number;
        };
        ChangesBody: {
            nodes: components["schemas"]["ChangeCountsBody"];
            edges: components["schemas"]["ChangeCountsBody"];
        };
        FailedRequestBody: {
            /** Format: date-time */
            at: string;
            /**
             * @description without names of objects
             * @example /api/v1/users/{}/roles
             */
            path: string;
            /** @description null: no answer came */
            status: number | null;
            /**
             * @description the provider's own
             * @example E0000006
             */
            code: string | null;
            /** @description what the provider's support asks for */
            requestId: string | null;
        };
        ReadResourceBody: {
            /** @example users */
            resource: string;
            state: components["schemas"]["CoverageState"];
            /** @description a sentence for an administrator; null when complete */
            reason: string | null;
            /** @description scope, role or permission to grant */
            missing: string | null;
            records: number;
            /** @description objects, and what holds between them, that are new, other than before, or gone; null: not counted */
            changes: components["schemas"]["ChangesBody"] | null;
        };
        SyncReportBody: {
            /** Format: date-time */
            startedAt: string;
            /** Format: date-time */
            finishedAt: string;
            requests: number;
            /** @description by rate-limit bucket */
            requestsByBucket: {
                [key: string]: number;
            };
            /** @description milliseconds spent waiting for the provider's limits */
            throttledMs: number;
            /** @description inventory version the sync published last */
            version: number;
            changes: components["schemas"]["ChangesBody"];
            /** @description requests that went wrong, whether or not a later try went well; null: not counted */
            failed: number | null;
            /** @description the first fifty of them */
            failures: components["schemas"]["FailedRequestBody"][];
            coverage: components["schemas"]["ReadResourceBody"][];
        };
        WaitingBody: {
            /** @description rate-limit bucket that is used up */
            bucket: string;
            /** Format: date-time */
            until: string;
        };
        JudgedWaveBody: {
            wave: number;
            /** @description findings */
            opened: number;
            /** @description findings */
            reopened: number;
            /** @description findings */
            resolved: number;
        };
        ProgressBody: {
            /** @description waves are read, published and judged one after the other */
            wave: number;
            /** @description the last wave */
            waves: number;
            /** @example users */
            resource: string;
            /** @description the resource in an administrator's words */
            title: string;
            /** @description records of this wave so far */
            records: number;
            requests: number;
            /** @description by the plan; null until it is known */
            expectedRequests: number | null;
            /** @description set while waiting for the provider's limit */
            waiting: components["schemas"]["WaitingBody"] | null;
            /** @description waves that were judged, in order */
            judged: components["schemas"]["JudgedWaveBody"][];
        };
        SyncBody: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            connectionId: string;
            state: components["schemas"]["RunState"];
            /**
             * @description who or what asked for it
             * @example schedule
             */
            trigger: string;
            /** @description what it was started with */
            options: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description null while it is queued
             */
            startedAt: string | null;
            /** Format: date-time */
            finishedAt: string | null;
            /** @description of a sync that waits for its next attempt */
            waitingWhy: string | null;
            /** @description why it failed, or has to try again */
            error: components["schemas"]["RunErrorBody"] | null;
            /** @description coverage, requests and changes; null until it ends */
            report: components["schemas"]["SyncReportBody"] | null;
            /** @description what became of findings because of it, by type of step, such as opened, reopened, resolved; null until it ends. Who gained or lost access by it: `listAccessDrift` from when it began until it ended. */
            effects: {
                [key: string]: number;
            } | null;
            /** @description while it runs, at most a second old */
            progress: components["schemas"]["ProgressBody"] | null;
        };
        EvaluateBody: {
            /** @default default */
            profile?: components["schemas"]["Profile"];
        };
        RunBody: {
            /** Format: uuid */
            id: string;
            /** @example scan */
            kind: string;
            /** Format: uuid */
            connectionId: string | null;
            state: components["schemas"]["RunState"];
            /**
             * @description who or what asked for it
             * @example schedule
             */
            trigger: string;
            /** @description how often it was begun */
            attempt: number;
            /** @description after that many it fails */
            maxAttempts: number;
            /**
             * Format: date-time
             * @description when it may be begun; of a waiting run, until when it waits
             */
            dueAt: string;
            /** @description of a waiting run */
            waitingWhy: string | null;
            /**
             * @description the process that works on it
             * @example host/4711
             */
            holder: string | null;
            /** @description what is being done */
            step: string | null;
            /** @description at most a second old */
            progress: {
                [key: string]: unknown;
            } | null;
            /** @description of its last attempt */
            error: components["schemas"]["RunErrorBody"] | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            startedAt: string | null;
            /** Format: date-time */
            finishedAt: string | null;
        };
        /** @enum {string} */
        RunKind: "connect" | "credential" | "probe" | "scan" | "delta" | "follow" | "replay" | "evaluate" | "preview" | "project" | "triage" | "purge";
        /**
         * @description why it is one of many, which alerts tell together; null: it happened by itself
         * @enum {string}
         */
        BulkCause: "first_scan" | "rules_changed" | "recovered" | "log_judged" | "source_removed";
        /** @enum {string} */
        Severity: "informational" | "low" | "medium" | "high" | "critical";
        /** @enum {string} */
        FindingStatus: "open" | "acknowledged" | "in_progress" | "suppressed" | "resolved";
        /** @enum {string} */
        SubjectKind: "Org" | "Setting" | "User" | "Group" | "App" | "ServiceIntegration" | "ApiToken" | "ClientSecret" | "Jwk" | "SigningKey" | "Grant" | "Role" | "CustomRole" | "RoleAssignment" | "ResourceSet" | "TargetSet" | "Policy" | "PolicyRule" | "IdP" | "AuthServer" | "AuthServerPolicy" | "AuthServerRule" | "GroupRule" | "Attribute" | "UserType" | "Zone" | "TrustedOrigin" | "Behavior" | "Factor" | "Authenticator" | "Device" | "Realm" | "Hook" | "LogStream" | "IpAddress" | "Session" | "DeviceToken" | "Person" | "ReplyUri" | "AgentPool" | "Agent" | "Host" | "AiAgent" | "WorkflowConnection" | "AdUser" | "AdGroup" | "AdDomain" | "EntraUser" | "EntraGroup" | "EntraTenant" | "EntraApp" | "AwsRole";
        SubjectBody: {
            kind: components["schemas"]["SubjectKind"];
            /** @example User:00u1a2b3 */
            key: string;
            /**
             * @description the provider's id
             * @example 00u1a2b3
             */
            externalId: string;
            name: string | null;
        };
        ChangedFindingBody: {
            /** Format: uuid */
            id: string;
            rule: string;
            severity: components["schemas"]["Severity"];
            score: number;
            status: components["schemas"]["FindingStatus"];
            /**
             * Format: uuid
             * @description the finding that stood for it
             */
            supersededBy: string | null;
            title: string;
            subject: components["schemas"]["SubjectBody"];
        };
        FindingChangeBody: {
            /**
             * Format: uuid
             * @description of the event
             */
            id: string;
            /** Format: date-time */
            at: string;
            /** @example opened */
            type: string;
            /** @description why it is one of many, which alerts tell together; null: it happened by itself */
            bulk: components["schemas"]["BulkCause"] | null;
            /** @description as the event left it */
            finding: components["schemas"]["ChangedFindingBody"];
        };
        /** @enum {string} */
        ScanState: "running" | "completed" | "failed";
        VerdictCountsBody: {
            match: number;
            clear: number;
            not_assessed: number;
            not_applicable: number;
        };
        SeverityCountsBody: {
            informational: number;
            low: number;
            medium: number;
            high: number;
            critical: number;
        };
        SummaryBody: {
            /** @description verdicts over all pairs of rule and subject */
            match: number;
            clear: number;
            notAssessed: number;
            notApplicable: number;
            /** @description rules by their worst verdict */
            rules: components["schemas"]["VerdictCountsBody"];
            /** @description present findings that nobody suppressed */
            bySeverity: components["schemas"]["SeverityCountsBody"];
        };
        ScanBody: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            connectionId: string;
            /**
             * Format: uuid
             * @description the sync that read the tenant for it
             */
            syncId: string | null;
            /**
             * @description who or what asked for it
             * @example operator
             */
            trigger: string;
            /** @example default */
            profile: string;
            /** @description inventory version judged last */
            version: number;
            /**
             * Format: date-time
             * @description instant of that version; all ages are counted to it
             */
            asOf: string;
            state: components["schemas"]["ScanState"];
            /** @description why it failed */
            reason: string | null;
            /** Format: date-time */
            startedAt: string;
            /** Format: date-time */
            finishedAt: string | null;
            /** @description null until it is completed */
            summary: components["schemas"]["SummaryBody"] | null;
        };
        /**
         * @description clear only when it assessed every subject
         * @enum {string}
         */
        Verdict: "match" | "clear" | "not_assessed" | "not_applicable";
        UnassessedBody: {
            /** @description the resource that was not fully read */
            resource: string;
            reason: string;
            /** @description what to grant; null when granting would not help */
            missing: string | null;
            /** @description subjects it kept from being assessed; 0 when it may hide some that nobody saw */
            subjects: number;
            /** @description a licence, or a list only the operator has, would unlock the rule */
            isOptional: boolean;
        };
        ResultScanBody: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            connectionId: string;
            profile: string;
            version: number;
            /** Format: date-time */
            asOf: string;
            state: components["schemas"]["ScanState"];
        };
        RuleResultBody: {
            rule: string;
            /** @description as the rule had it then */
            title: string;
            /** @description as the rule had it then; null of scans made before it was kept */
            severity: components["schemas"]["Severity"] | null;
            /** @description true of a rule that gives a figure instead of findings */
            measure: boolean;
            /** @description clear only when it assessed every subject */
            verdict: components["schemas"]["Verdict"];
            /** @description subjects by verdict */
            counts: components["schemas"]["VerdictCountsBody"];
            /** @description why subjects could not be assessed, or may not have been seen */
            reasons: components["schemas"]["UnassessedBody"][];
            scan: components["schemas"]["ResultScanBody"];
        };
        FixSubjectBody: {
            /** @example User */
            kind: string;
            /** @description the provider's id */
            externalId: string;
            name: string | null;
        };
        WorstBody: {
            rule: string;
            severity: components["schemas"]["Severity"];
            path: string[];
        };
        FixBody: {
            /**
             * Format: uuid
             * @description the scan that says so
             */
            scanId: string;
            /** @description its place among the fixes of the scan */
            rank: number;
            title: string;
            /** @description what the findings have in common */
            root: components["schemas"]["FixSubjectBody"];
            /** @description ids of findings, worst first */
            concerns: string[];
            worst: components["schemas"]["WorstBody"];
            subjects: components["schemas"]["FixSubjectBody"][];
        };
        CoverageBody: {
            /** @example users */
            resource: string;
            state: components["schemas"]["CoverageState"];
            /** @description a sentence for an administrator; null when complete */
            reason: string | null;
            /** @description scope, role or permission to grant */
            missing: string | null;
            records: number;
        };
        TrendPointBody: {
            /**
             * Format: date
             * @description in UTC
             * @example 2026-03-02
             */
            day: string;
            /**
             * Format: uuid
             * @description the last completed scan of that day
             */
            scanId: string;
            version: number;
            /** Format: date-time */
            asOf: string;
            summary: components["schemas"]["SummaryBody"];
        };
        /**
         * @description manual: people gave it
         * @enum {string}
         */
        SeveritySource: "rule" | "manual";
        /** @enum {string} */
        Tier: "T0" | "T1" | "T2" | "T3";
        MissingBody: {
            /** @description the resource that was not fully read */
            resource: string;
            reason: string;
            /** @description what to grant; null when granting would not help */
            missing: string | null;
        };
        /** @enum {string} */
        Resolution: "remediated" | "subject_gone" | "claimed" | "rule_retired" | "withdrawn" | "idle" | "source_removed";
        /** @enum {string} */
        ReopenReason: "returned" | "recurrence" | "still_detected" | "exception_ended" | "operator";
        ExternalRefBody: {
            /** @example jira */
            system: string;
            /** @example SEC-1204 */
            key: string;
            /** @example https://tickets.acme.example/SEC-1204 */
            url: string;
        };
        FindingBody: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            connectionId: string;
            /** @example okta-superadmin-service-account */
            rule: string;
            severity: components["schemas"]["Severity"];
            /** @description manual: people gave it */
            severitySource: components["schemas"]["SeveritySource"];
            /** @description why people gave it */
            severityReason: string | null;
            ruleSeverity: components["schemas"]["Severity"];
            score: number;
            tier: components["schemas"]["Tier"];
            /** @description people's word on it */
            status: components["schemas"]["FindingStatus"];
            /** Format: date-time */
            statusChangedAt: string;
            statusChangedBy: components["schemas"]["ActorBody"];
            /** @description the system's word: still there at the last complete judgement */
            present: boolean;
            /** @description what could not be read at the last judgement */
            notAssessed: components["schemas"]["MissingBody"][];
            /**
             * Format: uuid
             * @description the finding that stands for it
             */
            supersededBy: string | null;
            subject: components["schemas"]["SubjectBody"];
            /** @description members of a finding of grain group; else 1 */
            count: number;
            title: string;
            why: string;
            /** Format: date-time */
            firstSeenAt: string;
            /** Format: date-time */
            lastSeenAt: string;
            /** Format: date-time */
            resolvedAt: string | null;
            resolution: components["schemas"]["Resolution"] | null;
            /**
             * Format: date-time
             * @description when a claimed one was seen to be gone
             */
            verifiedAt: string | null;
            /** @description how often it came back after it was resolved */
            reopenCount: number;
            /** Format: date-time */
            lastReopenedAt: string | null;
            reopenReason: components["schemas"]["ReopenReason"] | null;
            /** @description id of a key or a person */
            assignee: string | null;
            /**
             * Format: date-time
             * @description null: never, for its severity
             */
            dueAt: string | null;
            /** @description due, and neither resolved nor suppressed */
            overdue: boolean;
            /**
             * Format: uuid
             * @description the exception it is suppressed under
             */
            exceptionId: string | null;
            /** @description it got worse while it was suppressed, or rests on something else than when it was called a false positive */
            needsReview: boolean;
            /**
             * Format: uuid
             * @description a scan that saw it gone; told by the log, it takes the next one, too, to believe that
             */
            clearIn: string | null;
            externalRefs: components["schemas"]["ExternalRefBody"][];
            /** @description as the ETag says it; moves with each step of its history */
            version: number;
        };
        ListCoverageBody: {
            /** @example users */
            resource: string;
            state: components["schemas"]["CoverageState"];
            /** @description a sentence for an administrator; null when complete */
            reason: string | null;
            /** @description scope, role or permission to grant */
            missing: string | null;
            records: number;
            /** @description whose list it is; null of a list of the whole tenant, and of what is said of all lists of a resource */
            parent: components["schemas"]["SubjectBody"] | null;
            /** Format: date-time */
            readAt: string;
        };
        /**
         * @description change: what params say; except: each by an exception of its own
         * @enum {string}
         */
        BulkAction: "acknowledge" | "start" | "reopen" | "claim" | "change" | "comment" | "except";
        GivenSeverity: {
            value: components["schemas"]["Severity"];
            reason: string;
        };
        GivenRef: {
            /** @example jira */
            system: string;
            /** @example SEC-1204 */
            key: string;
            /**
             * @description https
             * @example https://tickets.acme.example/SEC-1204
             */
            url: string;
        };
        /**
         * @description of except
         * @enum {string}
         */
        ExceptionKind: "false_positive" | "risk_accepted" | "compensating_control" | "duplicate";
        BulkParams: {
            /** @description `me` is who asks; null: nobody */
            assignee?: string | null;
            /** @description null: what its rule says */
            severity?: components["schemas"]["GivenSeverity"] | null;
            /**
             * Format: date-time
             * @description null: by its severity
             */
            dueAt?: string | null;
            /** @description all of them, in place of those there are */
            externalRefs?: components["schemas"]["GivenRef"][];
            /**
             * @description false: somebody looked, and it stays as it is
             * @enum {boolean}
             */
            needsReview?: false;
            /** @description of except */
            kind?: components["schemas"]["ExceptionKind"];
            /** @description of except */
            reason?: string;
            /**
             * Format: date-time
             * @description of except; see exceptions
             */
            expiresAt?: string;
            /** @description said with it; a claim and a comment need one */
            note?: string;
        };
        StartBulkChangeBody: {
            ids?: string[];
            /**
             * @description all that it means; see the q of the list
             * @example rule:okta-path-* status:open
             */
            filter?: string;
            /** @description how many that were when somebody looked: refused when it is off by more than 5 % */
            expectedCount?: number;
            /** @description change: what params say; except: each by an exception of its own */
            action: components["schemas"]["BulkAction"];
            params?: components["schemas"]["BulkParams"];
        };
        BulkCountsBody: {
            succeeded: number;
            /** @description could not be done to them as they stand */
            skipped: number;
            /** @description are not there */
            failed: number;
            /** @description still to be done */
            pending: number;
        };
        BulkChangeBody: {
            /**
             * Format: uuid
             * @description of its run, too
             */
            id: string;
            action: components["schemas"]["BulkAction"];
            by: components["schemas"]["ActorBody"];
            state: components["schemas"]["RunState"];
            counts: components["schemas"]["BulkCountsBody"];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            finishedAt: string | null;
            error: components["schemas"]["RunErrorBody"] | null;
        };
        /**
         * @description null: still to be done
         * @enum {string}
         */
        BulkOutcome: "succeeded" | "skipped" | "failed";
        BulkItemBody: {
            /** Format: uuid */
            findingId: string;
            /** @description null: still to be done */
            outcome: components["schemas"]["BulkOutcome"] | null;
            /**
             * @description why not
             * @example finding.transition
             */
            code: string | null;
            message: string | null;
        };
        /** @enum {string} */
        Counting: "exact" | "none";
        FacetCountBody: {
            /** @example critical */
            value: string;
            count: number;
        };
        FacetsBody: {
            severity: components["schemas"]["FacetCountBody"][];
            status: components["schemas"]["FacetCountBody"][];
            rule: components["schemas"]["FacetCountBody"][];
            /** @description by id of the connection */
            connection: components["schemas"]["FacetCountBody"][];
            tier: components["schemas"]["FacetCountBody"][];
            /** @description by id; none: nobody */
            assignee: components["schemas"]["FacetCountBody"][];
        };
        /** @enum {string} */
        FindingExportFormat: "csv" | "ocsf" | "json";
        FindingGroupBody: {
            /**
             * @description id of the rule, or what tells the subject or the fix from others
             * @example okta-user-inactive
             */
            key: string;
            /** @description findings */
            count: number;
            /** @description of the worst of them */
            severity: components["schemas"]["Severity"];
            /** @description the highest of them */
            score: number;
            /** @description subjects they are about */
            subjects: number;
            /** @description rules that found them */
            rules: number;
            /** @description of a fix: what is to be done, and where; else null */
            title: string | null;
            /** @description null unless grouped by subject */
            subject: components["schemas"]["SubjectBody"] | null;
            /**
             * Format: uuid
             * @description null when grouped by rule
             */
            connectionId: string | null;
        };
        /** @enum {string} */
        FindingGrouping: "rule" | "subject" | "fix";
        BacklogBody: {
            severity: components["schemas"]["Severity"];
            count: number;
            overdue: number;
            /** @description first seen less than 1, 7, 30, 90 days ago, and longer ago */
            byAge: number[];
        };
        MedianBody: {
            /** @description milliseconds; null of none */
            ms: number | null;
            /** @description of so many */
            count: number;
        };
        ConnectionScoreBody: {
            /** Format: uuid */
            connectionId: string;
            /**
             * Format: uuid
             * @description the latest that was completed
             */
            scanId: string;
            score: number | null;
            /** @description how much of what weighs was looked at */
            coveragePercent: number;
            /** @description how the score is reckoned */
            formula: string;
        };
        FindingMetricsBody: {
            /**
             * Format: date-time
             * @description what ended before is not in the times and rates
             */
            since: string;
            /** @description to be worked on: neither suppressed nor resolved; worst first */
            backlog: components["schemas"]["BacklogBody"][];
            /** @description from first seen to first acknowledged, begun or suppressed */
            acknowledge: components["schemas"]["MedianBody"];
            /** @description the same of what was there at the first judgement of a tenant */
            acknowledgeBaseline: components["schemas"]["MedianBody"];
            /** @description from opened to seen mended, without the time suppressed */
            resolve: components["schemas"]["MedianBody"];
            /** @description came back for each that was resolved */
            reopenRate: number | null;
            /** @description of what is mended or overdue: mended in time; 0 to 1 */
            slaAttainment: number | null;
            /** @description of what is there: suppressed; 0 to 1 */
            suppressedShare: number | null;
            /** @description of each connection that was scanned, whatever the filter says */
            scores: components["schemas"]["ConnectionScoreBody"][];
        };
        ChangeFindingBody: {
            /** @description `me` is who asks; null: nobody */
            assignee?: string | null;
            /** @description null: what its rule says */
            severity?: components["schemas"]["GivenSeverity"] | null;
            /**
             * Format: date-time
             * @description null: by its severity
             */
            dueAt?: string | null;
            /** @description all of them, in place of those there are */
            externalRefs?: components["schemas"]["GivenRef"][];
            /**
             * @description false: somebody looked, and it stays as it is
             * @enum {boolean}
             */
            needsReview?: false;
        };
        /** @enum {string} */
        FindingAction: "acknowledge" | "start" | "reopen" | "except" | "claim";
        TransitionBody: {
            /** @description of except */
            kind?: components["schemas"]["ExceptionKind"];
            /** @description of except */
            reason?: string;
            /**
             * Format: date-time
             * @description of except; see exceptions
             */
            expiresAt?: string;
            action: components["schemas"]["FindingAction"];
            /** @description said with it; a claim needs one */
            note?: string;
        };
        CreateCommentBody: {
            text: string;
        };
        CommentBody: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            at: string;
            actor: components["schemas"]["ActorBody"];
            text: string;
        };
        /** @enum {string} */
        ExceptionScope: "finding" | "rule_subject" | "filter";
        ExceptionScopeBody: {
            scope: components["schemas"]["ExceptionScope"];
            /**
             * Format: uuid
             * @description of scope finding
             */
            findingId?: string;
            /**
             * Format: uuid
             * @description of every other scope
             */
            connectionId?: string;
            /** @description of scope rule_subject */
            rule?: string;
            /**
             * @description of scope rule_subject
             * @example User:00u1
             */
            subject?: string;
            /**
             * @description of scope filter, in the grammar of lists
             * @example rule:okta-path-*
             */
            filter?: string;
        };
        ExceptionPreviewBody: {
            /** @description findings it would cover now */
            count: number;
            /** @description the worst of them */
            sample: components["schemas"]["FindingBody"][];
        };
        CreateExceptionBody: {
            scope: components["schemas"]["ExceptionScope"];
            /**
             * Format: uuid
             * @description of scope finding
             */
            findingId?: string;
            /**
             * Format: uuid
             * @description of every other scope
             */
            connectionId?: string;
            /** @description of scope rule_subject */
            rule?: string;
            /**
             * @description of scope rule_subject
             * @example User:00u1
             */
            subject?: string;
            /**
             * @description of scope filter, in the grammar of lists
             * @example rule:okta-path-*
             */
            filter?: string;
            kind: components["schemas"]["ExceptionKind"];
            reason: string;
            /**
             * Format: date-time
             * @description at most 365 days from now; kinds risk_accepted and compensating_control have one
             */
            expiresAt?: string;
            /** @description what the preview counted; needed of every scope but finding */
            expectedCount?: number;
        };
        /**
         * @description active: what it covers is suppressed; expired or revoked: what is still there is open again
         * @enum {string}
         */
        ExceptionState: "active" | "expired" | "revoked";
        ExceptionBody: {
            /** Format: uuid */
            id: string;
            kind: components["schemas"]["ExceptionKind"];
            reason: string;
            /** @description what it covers, now and later */
            scope: components["schemas"]["ExceptionScope"];
            /** Format: uuid */
            connectionId: string;
            /**
             * Format: uuid
             * @description of scope finding
             */
            findingId: string | null;
            /** @description of scope rule_subject */
            rule: string | null;
            /**
             * @description of scope rule_subject
             * @example User:00u1
             */
            subject: string | null;
            /**
             * @description of scope filter
             * @example rule:okta-path-*
             */
            filter: string | null;
            /** @description active: what it covers is suppressed; expired or revoked: what is still there is open again */
            state: components["schemas"]["ExceptionState"];
            /** @description findings that are suppressed under it */
            findings: number;
            requestedBy: components["schemas"]["ActorBody"];
            /** @description null: it is so short that it needed nobody */
            approvedBy: components["schemas"]["ActorBody"] | null;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description null: it has no end
             */
            expiresAt: string | null;
            /** Format: date-time */
            endedAt: string | null;
            endedBy: components["schemas"]["ActorBody"] | null;
            version: number;
        };
        /** @enum {string} */
        Certainty: "known" | "unknown" | "at_least";
        EvidenceFactBody: {
            fact: string;
            /** @description whatever the fact holds */
            value: null | boolean | number | string | Record<string, unknown> | unknown[];
            unit: string | null;
            /** @example GET /api/v1/users */
            source: string;
            /** Format: date-time */
            readAt: string | null;
            certainty: components["schemas"]["Certainty"];
        };
        PathEdgeBody: {
            /** @example MEMBER_OF */
            kind: string;
            from: components["schemas"]["SubjectBody"];
            to: components["schemas"]["SubjectBody"];
            /** @description false when the provider says so itself, true when it follows from what it says */
            derived: boolean;
            props: {
                [key: string]: unknown;
            };
        };
        EvidenceEventBody: {
            /** @description the provider's id, as `/connections/{id}/activity/{eventId}` takes it */
            id: string;
            /**
             * Format: date-time
             * @description when it was published
             */
            at: string;
        };
        EvidenceBody: {
            facts: components["schemas"]["EvidenceFactBody"][];
            /** @description in the order of the attack; empty for rules without a path */
            path: components["schemas"]["PathEdgeBody"][];
            /** @description that proved a detection, in order of time; else empty */
            events: components["schemas"]["EvidenceEventBody"][];
        };
        /**
         * @description open: events that come late may still extend, join or withdraw it; settled: nothing changes it
         * @enum {string}
         */
        EpisodeState: "open" | "settled" | "withdrawn";
        EpisodeBody: {
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
            /** @description open: events that come late may still extend, join or withdraw it; settled: nothing changes it */
            state: components["schemas"]["EpisodeState"];
            /** @description why it was withdrawn */
            reason: string | null;
            /** Format: date-time */
            withdrawnAt: string | null;
            /** @description of the worst of its occurrences */
            severity: components["schemas"]["Severity"];
            title: string;
            why: string;
            /** @description values that matched, measures, and the baseline that was broken */
            shown: {
                [key: string]: unknown;
            };
            /** @description how often what the rule watches for was found */
            occurrences: number;
            /** @description how many events proved it */
            eventCount: number;
            /** @description the first 20 and the last 5 of them, in order of time */
            events: components["schemas"]["EvidenceEventBody"][];
        };
        EpisodesInShortBody: {
            /** @description without withdrawn ones; 0 for a finding that no detection made */
            count: number;
            latest: components["schemas"]["EpisodeBody"] | null;
        };
        RelatedFindingBody: {
            /** Format: uuid */
            id: string;
            /** @example okta-det-mfa-push-bombing */
            rule: string;
            severity: components["schemas"]["Severity"];
            score: number;
            title: string;
            /** @description something that happened, not something that is so: for a weakness, the threat to it */
            isDetection: boolean;
            /**
             * Format: date-time
             * @description of a detection, when it happened last
             */
            lastSeenAt: string;
        };
        ScoreTermBody: {
            name: string;
            value: number;
        };
        FindingDetailBody: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            connectionId: string;
            /** @example okta-superadmin-service-account */
            rule: string;
            severity: components["schemas"]["Severity"];
            /** @description manual: people gave it */
            severitySource: components["schemas"]["SeveritySource"];
            /** @description why people gave it */
            severityReason: string | null;
            ruleSeverity: components["schemas"]["Severity"];
            score: number;
            tier: components["schemas"]["Tier"];
            /** @description people's word on it */
            status: components["schemas"]["FindingStatus"];
            /** Format: date-time */
            statusChangedAt: string;
            statusChangedBy: components["schemas"]["ActorBody"];
            /** @description the system's word: still there at the last complete judgement */
            present: boolean;
            /** @description what could not be read at the last judgement */
            notAssessed: components["schemas"]["MissingBody"][];
            /**
             * Format: uuid
             * @description the finding that stands for it
             */
            supersededBy: string | null;
            subject: components["schemas"]["SubjectBody"];
            /** @description members of a finding of grain group; else 1 */
            count: number;
            title: string;
            why: string;
            /** Format: date-time */
            firstSeenAt: string;
            /** Format: date-time */
            lastSeenAt: string;
            /** Format: date-time */
            resolvedAt: string | null;
            resolution: components["schemas"]["Resolution"] | null;
            /**
             * Format: date-time
             * @description when a claimed one was seen to be gone
             */
            verifiedAt: string | null;
            /** @description how often it came back after it was resolved */
            reopenCount: number;
            /** Format: date-time */
            lastReopenedAt: string | null;
            reopenReason: components["schemas"]["ReopenReason"] | null;
            /** @description id of a key or a person */
            assignee: string | null;
            /**
             * Format: date-time
             * @description null: never, for its severity
             */
            dueAt: string | null;
            /** @description due, and neither resolved nor suppressed */
            overdue: boolean;
            /**
             * Format: uuid
             * @description the exception it is suppressed under
             */
            exceptionId: string | null;
            /** @description it got worse while it was suppressed, or rests on something else than when it was called a false positive */
            needsReview: boolean;
            /**
             * Format: uuid
             * @description a scan that saw it gone; told by the log, it takes the next one, too, to believe that
             */
            clearIn: string | null;
            externalRefs: components["schemas"]["ExternalRefBody"][];
            /** @description as the ETag says it; moves with each step of its history */
            version: number;
            evidence: components["schemas"]["EvidenceBody"];
            episodes: components["schemas"]["EpisodesInShortBody"];
            /** @description what else stands about the same subject, worst first */
            alsoAbout: components["schemas"]["RelatedFindingBody"][];
            /** @description the score is their product */
            scoreTerms: components["schemas"]["ScoreTermBody"][];
            exception: components["schemas"]["ExceptionBody"] | null;
            /** @description what may be done to it now */
            allowed: components["schemas"]["FindingAction"][];
        };
        FindingEventBody: {
            /** @description orders the events of one finding */
            sequence: number;
            /** Format: date-time */
            at: string;
            /** @example opened */
            type: string;
            data: {
                [key: string]: unknown;
            };
            actor: components["schemas"]["ActorBody"];
        };
        CreateViewBody: {
            /** @example Mine, overdue */
            name: string;
            /**
             * @description see the q of the list of findings; it is read when the view is saved, and again when it is used
             * @example assignee:me is:overdue
             */
            filter: string;
            /**
             * @description see the list of findings; null: the usual order
             * @example -score
             */
            sort?: string | null;
            /**
             * @description everybody may use it
             * @default false
             */
            shared?: boolean;
        };
        SavedViewBody: {
            /** Format: uuid */
            id: string;
            /** @example Mine, overdue */
            name: string;
            /**
             * @description as it was written; me is whoever uses it
             * @example assignee:me is:overdue
             */
            filter: string;
            /**
             * @description null: in the usual order
             * @example -score
             */
            sort: string | null;
            /** @description everybody may use it; else its owner alone */
            shared: boolean;
            owner: components["schemas"]["ActorBody"];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            /** @description as the ETag says it */
            version: number;
        };
        ChangeViewBody: {
            /** @example Mine, overdue */
            name?: string;
            /**
             * @description see the q of the list of findings; it is read when the view is saved, and again when it is used
             * @example assignee:me is:overdue
             */
            filter?: string;
            /**
             * @description see the list of findings; null: the usual order
             * @example -score
             */
            sort?: string | null;
            /**
             * @description everybody may use it
             * @default false
             */
            shared?: boolean;
        };
        ActivityTargetBody: {
            id: string;
            /**
             * @description the provider's word
             * @example AppInstance
             */
            type: string;
            login: string | null;
            name: string | null;
            /** @description null when it is no kind of the access graph */
            subject: components["schemas"]["SubjectBody"] | null;
        };
        /** @enum {string} */
        JoinedFact: "actorTier" | "actorRoles" | "actorIsServiceAccount" | "actorDaysSinceLastLogin" | "actorGroups" | "targetTier" | "targetUserTier" | "targetGroupTier" | "targetAppTier" | "clientTier" | "tokenOwnerTier";
        JoinedFactBody: {
            fact: components["schemas"]["JoinedFact"];
            /** @description whatever the fact holds; null where it is unknown */
            value: null | boolean | number | string | Record<string, unknown> | unknown[];
            certainty: components["schemas"]["Certainty"];
        };
        ActivityBody: {
            /** @description the provider's id of the event */
            id: string;
            /**
             * Format: date-time
             * @description when it was published
             */
            at: string;
            /**
             * @description as the provider writes it
             * @example user.session.start
             */
            type: string;
            /** @description our own request: kept and counted as use, never judged */
            isOwn: boolean;
            /** @description the provider's severity */
            severity: string | null;
            /** @description what happened, in the words of the provider */
            message: string | null;
            /** @description SUCCESS, FAILURE, ALLOW, DENY, CHALLENGE … */
            outcome: string | null;
            /** @description why it ended so */
            reason: string | null;
            /** @description who acted; null for the provider itself */
            actor: components["schemas"]["SubjectBody"] | null;
            /** @description id of who acted */
            actorId: string | null;
            /** @description kind of who acted, such as User or SystemPrincipal */
            actorType: string | null;
            /** @description login of who acted, or the name that was tried */
            actorLogin: string | null;
            /** @description display name of who acted */
            actorName: string | null;
            /** @description OAuth client or application the request came through */
            clientId: string | null;
            /** @description API token the request was made with */
            apiTokenId: string | null;
            /** @description what it was done to */
            targets: components["schemas"]["ActivityTargetBody"][];
            /** @description whether the actor is the user acted on */
            isOnSelf: boolean | null;
            /** @description roles or permissions given or taken, by name */
            privileges: string[];
            /** @description changed values as "name: from → to" */
            changes: string[];
            /** @description address the request came from */
            srcIp: string | null;
            /** @description every address the request passed */
            ipChain: string[];
            /** @description autonomous system of the address */
            asn: number | null;
            /** @description organisation of the autonomous system */
            asOrg: string | null;
            /** @description internet provider of the address */
            isp: string | null;
            /** @description whether the address is a known proxy or anonymiser */
            isProxy: boolean | null;
            /** @description network zone of the tenant the address is in */
            zone: string | null;
            /** @description country of the address, by name */
            country: string | null;
            /** @description state or region of the address */
            region: string | null;
            /** @description city of the address */
            city: string | null;
            /** @description latitude of the address; in degrees */
            lat: number | null;
            /** @description longitude of the address; in degrees */
            lon: number | null;
            /** @description raw user agent */
            userAgent: string | null;
            /** @description operating system of the user agent */
            os: string | null;
            /** @description browser of the user agent */
            browser: string | null;
            /** @description Computer, Mobile, Unknown … */
            deviceType: string | null;
            /** @description stands for one browser or device, across users */
            deviceToken: string | null;
            /** @description session the event belongs to */
            sessionId: string | null;
            /** @description sign-in the session began with */
            rootSessionId: string | null;
            /** @description who authenticated */
            authProvider: string | null;
            /** @description credential that was shown */
            credentialType: string | null;
            /** @description identity provider that issued the assertion */
            issuerId: string | null;
            /** @description kind of issuer */
            issuerType: string | null;
            /** @description factor that was used */
            factor: string | null;
            /** @description how a push or number challenge was answered */
            pushResponse: string | null;
            /** @description authentication methods used */
            methods: string[];
            /** @description OAuth grant type */
            grantType: string | null;
            /** @description OAuth scopes asked for or granted */
            scopes: string[];
            /** @description LOW, MEDIUM or HIGH as the provider rated it */
            risk: string | null;
            /** @description why it was rated so */
            riskReasons: string[];
            /** @description whether the provider suspected a threat */
            threatSuspected: boolean | null;
            /** @description behaviours new for the actor, such as New Device */
            behaviours: string[];
            /** @description path that was asked for */
            requestUri: string | null;
            /** @description transaction the event belongs to */
            transactionId: string | null;
            /** @description WEB or JOB */
            transactionType: string | null;
            /** @description what else the provider put beside it, by its own names */
            details: {
                [key: string]: string;
            };
            /** @description what the inventory said of it when it came in */
            joined: components["schemas"]["JoinedFactBody"][];
        };
        TimeSpanBody: {
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            until: string;
        };
        /**
         * @description backfill: a span of the past, which ends; follow: all that is written from an instant on
         * @enum {string}
         */
        ActivityStreamName: "backfill" | "follow";
        /**
         * @description a failed one goes on with its next page
         * @enum {string}
         */
        ActivityStreamState: "reading" | "completed" | "failed";
        StreamErrorBody: {
            /** @description how the log counts as read */
            state: components["schemas"]["CoverageState"];
            /** @description scope, role or permission to grant */
            missing: string | null;
            /** @example okta.forbidden */
            code: string;
            message: string;
            /** @description what to do about it */
            remedy: string | null;
        };
        StreamBody: {
            /** @description backfill: a span of the past, which ends; follow: all that is written from an instant on */
            name: components["schemas"]["ActivityStreamName"];
            /** Format: date-time */
            since: string;
            /**
             * Format: date-time
             * @description null: it has no end
             */
            until: string | null;
            /** @description a failed one goes on with its next page */
            state: components["schemas"]["ActivityStreamState"];
            /**
             * Format: date-time
             * @description up to where all was read that the provider had written; null before the first page
             */
            reached: string | null;
            /**
             * Format: date-time
             * @description oldest event it showed
             */
            oldest: string | null;
            /**
             * Format: date-time
             * @description newest event it showed
             */
            newest: string | null;
            /** @description why it does not go on */
            error: components["schemas"]["StreamErrorBody"] | null;
            /** Format: date-time */
            updatedAt: string;
            /** Format: date-time */
            completedAt: string | null;
        };
        JudgedLogBody: {
            /**
             * Format: date-time
             * @description no event from before it changes what was detected
             */
            until: string | null;
            /** @description events that came after that, which nobody judged */
            late: number;
            /** @description timelines that bounded memory had to forget too early */
            evicted: number;
        };
        QuarantineCountBody: {
            /** @example malformed */
            reason: string;
            /**
             * @description when they came in, in UTC
             * @example 2026-03-02
             */
            day: string;
            events: number;
        };
        ActivityCoverageBody: {
            /** @description those that began; none while the log was never read */
            streams: components["schemas"]["StreamBody"][];
            /** @description for which time the log was read without a gap, oldest first, as far back as usage is kept */
            spans: components["schemas"]["TimeSpanBody"][];
            /** @description between them: what happened then is not known */
            gaps: components["schemas"]["TimeSpanBody"][];
            /** @description null while no event was judged */
            judged: components["schemas"]["JudgedLogBody"] | null;
            /** @description events that could not be used, by reason and day, newest day first */
            quarantine: components["schemas"]["QuarantineCountBody"][];
        };
        /** @enum {string} */
        QuarantineReason: "malformed" | "oversized" | "future" | "too_old";
        QuarantinedActivityBody: {
            /** @description null: it had none */
            id: string | null;
            reason: components["schemas"]["QuarantineReason"];
            /** @description which field, and what it held */
            why: string;
            /** @description at most 2,000 characters of it */
            excerpt: string;
            /** Format: date-time */
            receivedAt: string;
        };
        ActivityDetailBody: {
            /** @description the provider's id of the event */
            id: string;
            /**
             * Format: date-time
             * @description when it was published
             */
            at: string;
            /**
             * @description as the provider writes it
             * @example user.session.start
             */
            type: string;
            /** @description our own request: kept and counted as use, never judged */
            isOwn: boolean;
            /** @description the provider's severity */
            severity: string | null;
            /** @description what happened, in the words of the provider */
            message: string | null;
            /** @description SUCCESS, FAILURE, ALLOW, DENY, CHALLENGE … */
            outcome: string | null;
            /** @description why it ended so */
            reason: string | null;
            /** @description who acted; null for the provider itself */
            actor: components["schemas"]["SubjectBody"] | null;
            /** @description id of who acted */
            actorId: string | null;
            /** @description kind of who acted, such as User or SystemPrincipal */
            actorType: string | null;
            /** @description login of who acted, or the name that was tried */
            actorLogin: string | null;
            /** @description display name of who acted */
            actorName: string | null;
            /** @description OAuth client or application the request came through */
            clientId: string | null;
            /** @description API token the request was made with */
            apiTokenId: string | null;
            /** @description what it was done to */
            targets: components["schemas"]["ActivityTargetBody"][];
            /** @description whether the actor is the user acted on */
            isOnSelf: boolean | null;
            /** @description roles or permissions given or taken, by name */
            privileges: string[];
            /** @description changed values as "name: from → to" */
            changes: string[];
            /** @description address the request came from */
            srcIp: string | null;
            /** @description every address the request passed */
            ipChain: string[];
            /** @description autonomous system of the address */
            asn: number | null;
            /** @description organisation of the autonomous system */
            asOrg: string | null;
            /** @description internet provider of the address */
            isp: string | null;
            /** @description whether the address is a known proxy or anonymiser */
            isProxy: boolean | null;
            /** @description network zone of the tenant the address is in */
            zone: string | null;
            /** @description country of the address, by name */
            country: string | null;
            /** @description state or region of the address */
            region: string | null;
            /** @description city of the address */
            city: string | null;
            /** @description latitude of the address; in degrees */
            lat: number | null;
            /** @description longitude of the address; in degrees */
            lon: number | null;
            /** @description raw user agent */
            userAgent: string | null;
            /** @description operating system of the user agent */
            os: string | null;
            /** @description browser of the user agent */
            browser: string | null;
            /** @description Computer, Mobile, Unknown … */
            deviceType: string | null;
            /** @description stands for one browser or device, across users */
            deviceToken: string | null;
            /** @description session the event belongs to */
            sessionId: string | null;
            /** @description sign-in the session began with */
            rootSessionId: string | null;
            /** @description who authenticated */
            authProvider: string | null;
            /** @description credential that was shown */
            credentialType: string | null;
            /** @description identity provider that issued the assertion */
            issuerId: string | null;
            /** @description kind of issuer */
            issuerType: string | null;
            /** @description factor that was used */
            factor: string | null;
            /** @description how a push or number challenge was answered */
            pushResponse: string | null;
            /** @description authentication methods used */
            methods: string[];
            /** @description OAuth grant type */
            grantType: string | null;
            /** @description OAuth scopes asked for or granted */
            scopes: string[];
            /** @description LOW, MEDIUM or HIGH as the provider rated it */
            risk: string | null;
            /** @description why it was rated so */
            riskReasons: string[];
            /** @description whether the provider suspected a threat */
            threatSuspected: boolean | null;
            /** @description behaviours new for the actor, such as New Device */
            behaviours: string[];
            /** @description path that was asked for */
            requestUri: string | null;
            /** @description transaction the event belongs to */
            transactionId: string | null;
            /** @description WEB or JOB */
            transactionType: string | null;
            /** @description what else the provider put beside it, by its own names */
            details: {
                [key: string]: string;
            };
            /** @description what the inventory said of it when it came in */
            joined: components["schemas"]["JoinedFactBody"][];
            /** @description as the provider wrote it */
            raw: {
                [key: string]: unknown;
            };
        };
        UsageDayBody: {
            /** @description the provider's id; of kinds that join two names both, with a blank between; of type the event type */
            key: string;
            /** @description what the key names in the access graph, by key alone: roll-ups keep no names; empty for client and type */
            subjects: components["schemas"]["SubjectBody"][];
            /**
             * @description in UTC
             * @example 2026-03-02
             */
            day: string;
            events: number;
            /** @description events with outcome SUCCESS or ALLOW */
            successes: number;
            /** @description events with outcome FAILURE or DENY */
            failures: number;
            /** Format: date-time */
            firstAt: string;
            /** Format: date-time */
            lastAt: string;
            /**
             * Format: date-time
             * @description last event that was no failure; null when all were
             */
            lastUseAt: string | null;
        };
        /** @enum {string} */
        UsageKind: "user" | "app" | "client" | "credential" | "idp" | "admin" | "user_app" | "user_app_given" | "client_scope" | "credential_asn" | "credential_agent" | "type";
        /**
         * @description how alerts are written; the usual one of the kind when left out
         * @enum {string}
         */
        AlertFormat: "native" | "ocsf" | "ecs" | "cef" | "brief";
        /**
         * @description what opens, comes back or is resolved when left out: what people do about findings is noise to most, and what happens to connections is for who runs this
         * @enum {string}
         */
        AlertType: "finding.opened" | "finding.reopened" | "finding.resolved" | "finding.updated" | "finding.acknowledged" | "finding.assigned" | "finding.commented" | "finding.severity_changed" | "finding.evidence_changed" | "finding.suppressed" | "finding.exception_expiring" | "finding.exception_expired" | "finding.sla_breached" | "sync.failed" | "sync.stale" | "sync.recovered" | "connection.degraded" | "connection.recovered" | "connection.token_expiring" | "log.late" | "log.recovered";
        /** @enum {string} */
        ChannelKind: "webhook" | "splunk" | "sentinel" | "elastic" | "syslog" | "slack" | "teams" | "email";
        CreateChannelBody: {
            /** @example SIEM */
            name: string;
            /**
             * @description https; tls for syslog, smtp or smtps for e-mail; public, unless its network is admitted. Of Slack and Teams it is a credential, and only its host is shown again.
             * @example https://siem.acme.example/in
             */
            url: string;
            /** @description how alerts are written; the usual one of the kind when left out */
            format?: components["schemas"]["AlertFormat"];
            /** @description by kind: webhook iamClass, ca; splunk index, source, sourcetype, iamClass, ca; sentinel rule, stream, tenant, client, authority, iamClass, ca; elastic stream, iamClass, ca; syslog hostname, certificate, iamClass, ca; slack ca; teams ca; email from, to, digestMinutes, user, ca */
            settings?: {
                [key: string]: string;
            };
            /** @description never shown again; by kind: splunk token; sentinel secret; elastic apiKey; syslog key; email password */
            credential?: {
                [key: string]: string;
            };
            /**
             * @description of findings; what happens to connections is told whatever its severity
             * @default medium
             */
            minSeverity?: components["schemas"]["Severity"];
            /** @description what opens, comes back or is resolved when left out: what people do about findings is noise to most, and what happens to connections is for who runs this */
            types?: components["schemas"]["AlertType"][];
            /** @description all when left out */
            connectionIds?: string[];
            /**
             * @description which findings, as lists of findings are filtered; all when left out
             * @example rule:okta-path-* tier:T0
             */
            filter?: string;
            /**
             * @description evidence may name people and addresses
             * @default false
             */
            includesEvidence?: boolean;
            /** @default webhook */
            kind?: components["schemas"]["ChannelKind"];
        };
        /** @enum {string} */
        ChannelState: "active" | "paused" | "disabled" | "misconfigured";
        ChannelBody: {
            /** Format: uuid */
            id: string;
            /** @description one more with every change; the ETag says it */
            version: number;
            kind: components["schemas"]["ChannelKind"];
            name: string;
            /**
             * @description of Slack and Teams only the host: the rest is a credential
             * @example https://siem.acme.example/in
             */
            url: string;
            format: components["schemas"]["AlertFormat"];
            /** @description as its kind asks for */
            settings: {
                [key: string]: string;
            };
            /** @description it is told of findings as severe or more */
            minSeverity: components["schemas"]["Severity"];
            /** @description empty: what opens, comes back or is resolved */
            types: components["schemas"]["AlertType"][];
            /** @description it is told of these connections; empty: of all */
            connectionIds: string[];
            /** @description which findings, as lists of findings are filtered; empty: all */
            filter: string;
            /** @description whether alerts carry evidence, which may name people and addresses */
            includesEvidence: boolean;
            state: components["schemas"]["ChannelState"];
            /** @description why it is disabled or misconfigured, with the receiver's own words */
            stateWhy: string | null;
            /**
             * Format: date-time
             * @description since when every attempt failed; null: the last one went well, or there was none
             */
            failingSince: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        MadeChannelBody: {
            /**
             * @description what receivers verify alerts with, shown this once; null: alerts of its kind are not signed
             * @example whsec_…
             */
            secret: string | null;
            channel: components["schemas"]["ChannelBody"];
        };
        /**
         * @description one that was disabled goes on when it is made active; what was skipped meanwhile stays so
         * @enum {string}
         */
        SettableChannelState: "active" | "paused";
        ChangeChannelBody: {
            /** @example SIEM */
            name?: string;
            /**
             * @description https; tls for syslog, smtp or smtps for e-mail; public, unless its network is admitted. Of Slack and Teams it is a credential, and only its host is shown again.
             * @example https://siem.acme.example/in
             */
            url?: string;
            /** @description how alerts are written; the usual one of the kind when left out */
            format?: components["schemas"]["AlertFormat"];
            /** @description by kind: webhook iamClass, ca; splunk index, source, sourcetype, iamClass, ca; sentinel rule, stream, tenant, client, authority, iamClass, ca; elastic stream, iamClass, ca; syslog hostname, certificate, iamClass, ca; slack ca; teams ca; email from, to, digestMinutes, user, ca */
            settings?: {
                [key: string]: string;
            };
            /** @description never shown again; by kind: splunk token; sentinel secret; elastic apiKey; syslog key; email password */
            credential?: {
                [key: string]: string;
            };
            /**
             * @description of findings; what happens to connections is told whatever its severity
             * @default medium
             */
            minSeverity?: components["schemas"]["Severity"];
            /** @description what opens, comes back or is resolved when left out: what people do about findings is noise to most, and what happens to connections is for who runs this */
            types?: components["schemas"]["AlertType"][];
            /** @description all when left out */
            connectionIds?: string[];
            /**
             * @description which findings, as lists of findings are filtered; all when left out
             * @example rule:okta-path-* tier:T0
             */
            filter?: string;
            /**
             * @description evidence may name people and addresses
             * @default false
             */
            includesEvidence?: boolean;
            /** @description one that was disabled goes on when it is made active; what was skipped meanwhile stays so */
            state?: components["schemas"]["SettableChannelState"];
        };
        ChannelSecretBody: {
            /**
             * @description what receivers verify alerts with; shown this once
             * @example whsec_…
             */
            secret: string;
        };
        /** @enum {string} */
        DeliveryState: "pending" | "succeeded" | "failed" | "skipped";
        AttemptBody: {
            number: number;
            /** Format: date-time */
            at: string;
            /** @description milliseconds until it was answered, or given up */
            ms: number;
            /** @description HTTP status; null: nothing was answered */
            status: number | null;
            /**
             * @description why nothing was answered
             * @example ECONNREFUSED
             */
            error: string | null;
            /** @description the first 4 KiB of the answer */
            answer: string;
            /** @description where the connection led */
            address: string | null;
        };
        ChannelTestBody: {
            /** Format: uuid */
            id: string;
            /** @description the webhook-id: the same at each attempt, and when it is sent again */
            messageId: string;
            /** @example finding.opened */
            type: string;
            /** Format: uuid */
            findingId: string | null;
            state: components["schemas"]["DeliveryState"];
            /** @description made so far */
            attempts: number;
            /**
             * Format: date-time
             * @description when it is tried next; null once it has ended
             */
            dueAt: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            endedAt: string | null;
            /** @description in order */
            made: components["schemas"]["AttemptBody"][];
            /** @description what it means that a receiver of its kind takes an alert */
            proves: string;
        };
        PreviewChannelBody: {
            /** Format: uuid */
            findingId: string;
        };
        ChannelPreviewBody: {
            format: components["schemas"]["AlertFormat"];
            /** @description what is kept of it until it is taken, to the byte but for its id */
            body: string;
            /** @description whether the channel's filter lets it through */
            isWanted: boolean;
        };
        RecoverChannelBody: {
            /**
             * Format: date-time
             * @description what was first to be told since then
             */
            since: string;
            /**
             * Format: date-time
             * @description now, when left out
             */
            until?: string;
        };
        RecoveredBody: {
            /** @description so many alerts are sent again, ten a second at most */
            count: number;
        };
        DeliveryBody: {
            /** Format: uuid */
            id: string;
            /** @description the webhook-id: the same at each attempt, and when it is sent again */
            messageId: string;
            /** @example finding.opened */
            type: string;
            /** Format: uuid */
            findingId: string | null;
            state: components["schemas"]["DeliveryState"];
            /** @description made so far */
            attempts: number;
            /**
             * Format: date-time
             * @description when it is tried next; null once it has ended
             */
            dueAt: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            endedAt: string | null;
        };
        DeliveryDetailBody: {
            /** Format: uuid */
            id: string;
            /** @description the webhook-id: the same at each attempt, and when it is sent again */
            messageId: string;
            /** @example finding.opened */
            type: string;
            /** Format: uuid */
            findingId: string | null;
            state: components["schemas"]["DeliveryState"];
            /** @description made so far */
            attempts: number;
            /**
             * Format: date-time
             * @description when it is tried next; null once it has ended
             */
            dueAt: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            endedAt: string | null;
            /** @description in order */
            made: components["schemas"]["AttemptBody"][];
        };
        StartReplayBody: {
            /**
             * Format: date-time
             * @description judge what was published then or later
             */
            from: string;
            /**
             * Format: date-time
             * @description judge what was published before; as far as the log was read when left out
             */
            to?: string;
            /** @default default */
            profile?: components["schemas"]["Profile"];
            /**
             * @description only these detections, also those the profile leaves out; those of the profile when left out
             * @example [
             *       "okta-det-impossible-travel"
             *     ]
             */
            rules?: string[];
            /**
             * @description other values of parameters, by rule and name
             * @example {
             *       "okta-det-impossible-travel": {
             *         "kmPerHour": 1200
             *       }
             *     }
             */
            parameters?: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
        };
        ReplayBody: {
            /** Format: uuid */
            id: string;
            /** @example scan */
            kind: string;
            /** Format: uuid */
            connectionId: string | null;
            state: components["schemas"]["RunState"];
            /**
             * @description who or what asked for it
             * @example schedule
             */
            trigger: string;
            /** @description how often it was begun */
            attempt: number;
            /** @description after that many it fails */
            maxAttempts: number;
            /**
             * Format: date-time
             * @description when it may be begun; of a waiting run, until when it waits
             */
            dueAt: string;
            /** @description of a waiting run */
            waitingWhy: string | null;
            /**
             * @description the process that works on it
             * @example host/4711
             */
            holder: string | null;
            /** @description what is being done */
            step: string | null;
            /** @description at most a second old */
            progress: {
                [key: string]: unknown;
            } | null;
            /** @description of its last attempt */
            error: components["schemas"]["RunErrorBody"] | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            startedAt: string | null;
            /** Format: date-time */
            finishedAt: string | null;
            /** @description what it was asked */
            options: {
                [key: string]: unknown;
            };
        };
        FoundAgainBody: {
            /** @description of the finding in the report */
            id: string;
            /**
             * Format: uuid
             * @description of the finding that is kept: GET /findings/{id} has its evidence
             */
            findingId: string;
        };
        FoundThenBody: {
            /**
             * Format: uuid
             * @description of the finding that is kept: GET /findings/{id} has its evidence
             */
            findingId: string;
            rule: string;
            title: string;
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
        };
        BesideThenBody: {
            /** @description found then as now */
            again: components["schemas"]["FoundAgainBody"][];
            /** @description ids of findings in the report that were not found then */
            onlyNow: string[];
            /** @description found then by these rules, and not now */
            onlyThen: components["schemas"]["FoundThenBody"][];
        };
        ReplayDetailBody: {
            /** Format: uuid */
            id: string;
            /** @example scan */
            kind: string;
            /** Format: uuid */
            connectionId: string | null;
            state: components["schemas"]["RunState"];
            /**
             * @description who or what asked for it
             * @example schedule
             */
            trigger: string;
            /** @description how often it was begun */
            attempt: number;
            /** @description after that many it fails */
            maxAttempts: number;
            /**
             * Format: date-time
             * @description when it may be begun; of a waiting run, until when it waits
             */
            dueAt: string;
            /** @description of a waiting run */
            waitingWhy: string | null;
            /**
             * @description the process that works on it
             * @example host/4711
             */
            holder: string | null;
            /** @description what is being done */
            step: string | null;
            /** @description at most a second old */
            progress: {
                [key: string]: unknown;
            } | null;
            /** @description of its last attempt */
            error: components["schemas"]["RunErrorBody"] | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            startedAt: string | null;
            /** Format: date-time */
            finishedAt: string | null;
            /** @description what it was asked */
            options: {
                [key: string]: unknown;
            };
            /** @description what would have been found, as `posture replay --format json` prints it (schema posture.scan/1): of its findings the worst 1,000; null until it is completed */
            report: {
                /** @constant */
                schema: "posture.scan/1";
                connection: {
                    id: string;
                    name: string;
                    provider: string;
                    domain: string;
                };
                /** @enum {unknown} */
                profile: "default" | "strict-gov" | "everything";
                /** @description the instant all ages are counted to */
                asOf: string;
                sync: {
                    startedAt: string;
                    finishedAt: string;
                    /** @description sent to the provider, retries included, token requests not */
                    requests: number;
                    requestsByBucket: {
                        [key: string]: number;
                    };
                    /** @description time spent waiting for the provider's rate limits */
                    throttledMs: number;
                    /** @description version of the inventory this scan published */
                    version: number;
                    changes: {
                        nodes: {
                            added: number;
                            changed: number;
                            closed: number;
                        };
                        edges: {
                            added: number;
                            changed: number;
                            closed: number;
                        };
                    };
                    coverage: {
                        resource: string;
                        /** @enum {unknown} */
                        state: "complete" | "partial" | "forbidden" | "failed" | "unlicensed" | "not_read";
                        reason: string | null;
                        /** @description the scope, role or permission to grant */
                        missing: string | null;
                        records: number;
                    }[];
                };
                /** @description what of the log was judged; null when none was */
                activity: {
                    from: string | null;
                    to: string | null;
                    /** @description judged */
                    events: number;
                    duplicates: number;
                    /** @description of our own requests, which are not judged */
                    own: number;
                    /** @description set aside, by reason */
                    unusable: {
                        [key: string]: number;
                    };
                } | null;
                /** @description verdicts over all pairs of rule and subject */
                summary: {
                    match: number;
                    clear: number;
                    notAssessed: number;
                    notApplicable: number;
                    /** @description rules by their worst verdict */
                    rules: {
                        match: number;
                        clear: number;
                        not_assessed: number;
                        not_applicable: number;
                    };
                    /** @description present findings that nobody suppressed */
                    bySeverity: {
                        informational: number;
                        low: number;
                        medium: number;
                        high: number;
                        critical: number;
                    };
                };
                /** @description by rule id, of how many subjects it said what: of all known ones of its kind, of a path rule those its path may start at */
                rules: {
                    rule: string;
                    match: number;
                    clear: number;
                    notAssessed: number;
                    notApplicable: number;
                }[];
                findings: {
                    /** @description stays the same across scans of one data directory */
                    id: string;
                    /** @description of the rule and its subject: the same in every data directory */
                    fingerprint: string;
                    rule: string;
                    /** @enum {unknown} */
                    severity: "informational" | "low" | "medium" | "high" | "critical";
                    score: number;
                    /** @enum {unknown} */
                    status: "open" | "acknowledged" | "in_progress" | "suppressed" | "resolved";
                    /** @description id of the finding that says the same and more */
                    supersededBy: string | null;
                    subject: {
                        kind: string;
                        /** @description the provider's own id */
                        externalId: string;
                        name: string | null;
                    };
                    /** @description members of a grouped finding, else 1 */
                    count: number;
                    /** @description of a grouped finding: the first hundred, all with --all-members */
                    members: {
                        kind: string;
                        /** @description the provider's own id */
                        externalId: string;
                        name: string | null;
                    }[];
                    title: string;
                    why: string;
                    evidence: {
                        facts: {
                            fact: string;
                            value: unknown;
                            unit: string | null;
                            /** @description the endpoints it was read from */
                            source: string;
                            readAt: string | null;
                            /**
                             * @description at_least: partly read, true so far
                             * @enum {unknown}
                             */
                            certainty: "known" | "unknown" | "at_least";
                        }[];
                        /** @description of path rules: from the subject to what it reaches */
                        path: {
                            kind: string;
                            from: {
                                kind: string;
                                key: string;
                                externalId: string;
                                name: string | null;
                            };
                            to: {
                                kind: string;
                                key: string;
                                externalId: string;
                                name: string | null;
                            };
                            /** @description concluded by the engine, not read */
                            derived: boolean;
                            props: Record<string, unknown>;
                        }[];
                        /** @description of detections: the events that proved it; at in milliseconds since 1970 */
                        events?: {
                            id: string;
                            at: number;
                        }[];
                    };
                }[];
                /** @description one per root cause, the one with most risk upon it first */
                fixes: {
                    title: string;
                    root: {
                        kind: string;
                        /** @description the provider's own id */
                        externalId: string;
                        name: string | null;
                    };
                    /** @description ids of findings, worst first; that the remedy ends them all has not been tried */
                    concerns: string[];
                    worst: {
                        rule: string;
                        /** @enum {unknown} */
                        severity: "informational" | "low" | "medium" | "high" | "critical";
                        path: string[];
                    };
                    subjects: {
                        kind: string;
                        /** @description the provider's own id */
                        externalId: string;
                        name: string | null;
                    }[];
                }[];
                /** @description rules that give a figure instead of findings */
                measures: {
                    rule: string;
                    title: string;
                    count: number;
                    of: number;
                    notAssessed: number;
                }[];
                notAssessed: {
                    rule: string;
                    /** @enum {unknown} */
                    severity: "informational" | "low" | "medium" | "high" | "critical";
                    /** @description 0 when the reason may hide subjects that nobody saw */
                    subjects: number;
                    reason: string;
                    missing: string | null;
                    /** @description a licence, or a list only the operator has, would unlock the rule */
                    isOptional: boolean;
                }[];
            } | null;
            /** @description findings that are not in the report for their number */
            leftOut: number | null;
            /** @description the report beside what was found at the time */
            beside: components["schemas"]["BesideThenBody"] | null;
        };
        UserBody: {
            kind: components["schemas"]["SubjectKind"];
            /** @example User:00u1a2b3 */
            key: string;
            /**
             * @description the provider's id
             * @example 00u1a2b3
             */
            externalId: string;
            name: string | null;
            /** @description how much falls with it; T0 is the whole tenant */
            tier: components["schemas"]["Tier"];
            /**
             * @description null where the provider gives it none
             * @example ACTIVE
             */
            status: string | null;
        };
        UserDetailBody: {
            kind: components["schemas"]["SubjectKind"];
            /** @example User:00u1a2b3 */
            key: string;
            /**
             * @description the provider's id
             * @example 00u1a2b3
             */
            externalId: string;
            name: string | null;
            /** @description how much falls with it; T0 is the whole tenant */
            tier: components["schemas"]["Tier"];
            /**
             * @description null where the provider gives it none
             * @example ACTIVE
             */
            status: string | null;
            tierReason: string;
            /** @description as the provider has it */
            props: {
                [key: string]: unknown;
            };
            /** @description values that change by themselves */
            observed: {
                [key: string]: unknown;
            };
        };
        UserAccessBody: {
            /** @description what is reached */
            target: components["schemas"]["SubjectBody"];
            /** @description from the user to the target */
            path: components["schemas"]["PathEdgeBody"][];
        };
        GroupBody: {
            kind: components["schemas"]["SubjectKind"];
            /** @example User:00u1a2b3 */
            key: string;
            /**
             * @description the provider's id
             * @example 00u1a2b3
             */
            externalId: string;
            name: string | null;
            /** @description how much falls with it; T0 is the whole tenant */
            tier: components["schemas"]["Tier"];
        };
        GroupDetailBody: {
            kind: components["schemas"]["SubjectKind"];
            /** @example User:00u1a2b3 */
            key: string;
            /**
             * @description the provider's id
             * @example 00u1a2b3
             */
            externalId: string;
            name: string | null;
            /** @description how much falls with it; T0 is the whole tenant */
            tier: components["schemas"]["Tier"];
            tierReason: string;
            /** @description as the provider has it */
            props: {
                [key: string]: unknown;
            };
            /** @description values that change by themselves */
            observed: {
                [key: string]: unknown;
            };
            /** @description how many users are known to be in it; at least that many while notAssessed says so */
            memberCount: number;
            /** @description what was not read of its members; empty: they are all known */
            notAssessed: components["schemas"]["MissingBody"][];
        };
        AppBody: {
            kind: components["schemas"]["SubjectKind"];
            /** @example User:00u1a2b3 */
            key: string;
            /**
             * @description the provider's id
             * @example 00u1a2b3
             */
            externalId: string;
            name: string | null;
            /** @description how much falls with it; T0 is the whole tenant */
            tier: components["schemas"]["Tier"];
            /**
             * @description null where the provider gives it none
             * @example ACTIVE
             */
            status: string | null;
        };
        AppDetailBody: {
            kind: components["schemas"]["SubjectKind"];
            /** @example User:00u1a2b3 */
            key: string;
            /**
             * @description the provider's id
             * @example 00u1a2b3
             */
            externalId: string;
            name: string | null;
            /** @description how much falls with it; T0 is the whole tenant */
            tier: components["schemas"]["Tier"];
            /**
             * @description null where the provider gives it none
             * @example ACTIVE
             */
            status: string | null;
            tierReason: string;
            /** @description as the provider has it */
            props: {
                [key: string]: unknown;
            };
            /** @description values that change by themselves */
            observed: {
                [key: string]: unknown;
            };
        };
        AppAccessBody: {
            /** @description who reaches it */
            principal: components["schemas"]["SubjectBody"];
            /** @description from whoever reaches it to the app */
            path: components["schemas"]["PathEdgeBody"][];
        };
        KnownDaysBody: {
            /** @description null: there is no such time, or nobody knows it */
            days: number | null;
            certainty: components["schemas"]["Certainty"];
        };
        TenantCredentialBody: {
            kind: components["schemas"]["SubjectKind"];
            /** @example User:00u1a2b3 */
            key: string;
            /**
             * @description the provider's id
             * @example 00u1a2b3
             */
            externalId: string;
            name: string | null;
            /** @description how much falls with it; T0 is the whole tenant */
            tier: components["schemas"]["Tier"];
            /**
             * @description null where the provider gives it none
             * @example ACTIVE
             */
            status: string | null;
            /** @description the user a token acts as, the app of a secret or a key, all that sign with a certificate */
            owners: components["schemas"]["SubjectBody"][];
            /** @description since it was made */
            age: components["schemas"]["KnownDaysBody"];
            /** @description since it was used last; of what was never used, since it was made */
            sinceLastUse: components["schemas"]["KnownDaysBody"];
            /** @description until it expires, negative when it has; of a token, unless it is used */
            untilExpiry: components["schemas"]["KnownDaysBody"];
        };
        /** @enum {string} */
        CredentialNodeKind: "ApiToken" | "ClientSecret" | "Jwk" | "SigningKey";
        TenantCredentialDetailBody: {
            kind: components["schemas"]["SubjectKind"];
            /** @example User:00u1a2b3 */
            key: string;
            /**
             * @description the provider's id
             * @example 00u1a2b3
             */
            externalId: string;
            name: string | null;
            /** @description how much falls with it; T0 is the whole tenant */
            tier: components["schemas"]["Tier"];
            /**
             * @description null where the provider gives it none
             * @example ACTIVE
             */
            status: string | null;
            /** @description the user a token acts as, the app of a secret or a key, all that sign with a certificate */
            owners: components["schemas"]["SubjectBody"][];
            /** @description since it was made */
            age: components["schemas"]["KnownDaysBody"];
            /** @description since it was used last; of what was never used, since it was made */
            sinceLastUse: components["schemas"]["KnownDaysBody"];
            /** @description until it expires, negative when it has; of a token, unless it is used */
            untilExpiry: components["schemas"]["KnownDaysBody"];
            tierReason: string;
            /** @description as the provider has it */
            props: {
                [key: string]: unknown;
            };
            /** @description values that change by themselves */
            observed: {
                [key: string]: unknown;
            };
        };
        PathBody: {
            from: components["schemas"]["SubjectBody"];
            to: components["schemas"]["SubjectBody"];
            /** @description in the order of the attack */
            path: components["schemas"]["PathEdgeBody"][];
        };
        ShortestPathBody: {
            /** @description null: none was seen */
            shortest: components["schemas"]["PathBody"] | null;
            /** @description what was not read and may hide one; empty: nothing */
            notAssessed: components["schemas"]["MissingBody"][];
        };
        DriftEndBody: {
            version: number;
            /** Format: date-time */
            instant: string;
        };
        DriftBody: {
            /** @description the version in force at the first instant */
            from: components["schemas"]["DriftEndBody"];
            to: components["schemas"]["DriftEndBody"];
            /** @description true when differences may come from a newer build of ours and not from the tenant */
            rebased: boolean;
            /** @description objects, counted by kind */
            nodes: {
                [key: string]: {
                    added: number;
                    changed: number;
                    removed: number;
                };
            };
            /** @description relations, counted by kind */
            edges: {
                [key: string]: {
                    added: number;
                    changed: number;
                    removed: number;
                };
            };
        };
        HopBody: {
            /** @example MEMBER_OF */
            kind: string;
            /** @example User:00u1a2b3 */
            from: string;
            /** @example Group:00g1a2b3 */
            to: string;
            /** @description concluded by the engine, not read */
            derived: boolean;
            props: {
                [key: string]: unknown;
            };
        };
        /**
         * @description the path is that of the instant it was there
         * @enum {string}
         */
        AccessChange: "gained" | "lost";
        AccessDriftBody: {
            node: components["schemas"]["SubjectBody"];
            /** @description from the attacker's end to the other */
            path: components["schemas"]["HopBody"][];
            /** @description the path is that of the instant it was there */
            change: components["schemas"]["AccessChange"];
        };
        /** @enum {string} */
        DriftChange: "added" | "changed" | "removed";
        NodeDriftBody: {
            change: components["schemas"]["DriftChange"];
            /** @example User */
            kind: string;
            /** @description null when it was not there */
            before: {
                [key: string]: unknown;
            } | null;
            /** @description null when it is gone */
            after: {
                [key: string]: unknown;
            } | null;
            /** @example User:00u1a2b3 */
            key: string;
            /** @description the provider's id */
            externalId: string;
            name: string | null;
        };
        EdgeDriftBody: {
            change: components["schemas"]["DriftChange"];
            /** @example User */
            kind: string;
            /** @description null when it was not there */
            before: {
                [key: string]: unknown;
            } | null;
            /** @description null when it is gone */
            after: {
                [key: string]: unknown;
            } | null;
            /** @example User:00u1a2b3 */
            src: string;
            /** @example Group:00g1a2b3 */
            dst: string;
            /** @description the resource it was read from */
            resource: string;
            /** @description key of the object whose list it is in; '' for a list of the whole tenant */
            parent: string;
            /** @description concluded by the engine, not read */
            derived: boolean;
        };
        NamedQueryBody: {
            /** @example blastRadius */
            name: string;
            means: string;
            /** @description kinds of the node it starts at */
            starts: string[];
            /** @description kinds of the nodes it finds */
            ends: string[];
            /** @description edges of the longest path it follows */
            maxDepth: number;
        };
        GraphRowBody: {
            node: components["schemas"]["SubjectBody"];
            /** @description from the attacker's end to the other */
            path: components["schemas"]["HopBody"][];
        };
        /** @enum {string} */
        RuleKind: "posture" | "path" | "detection";
        /** @enum {string} */
        Grain: "each" | "group" | "measure" | "signal";
        RuleBody: {
            /** @example okta-superadmin-service-account */
            id: string;
            version: number;
            title: string;
            kind: components["schemas"]["RuleKind"];
            /** @example User */
            subject: string;
            severity: components["schemas"]["Severity"];
            report: components["schemas"]["Grain"];
            profiles: components["schemas"]["Profile"][];
            /** @description resources that must be read for a certain verdict */
            resources: string[];
        };
        /**
         * @description none: no directory is set; failed: what is there cannot be used, and what was read before judges on
         * @enum {string}
         */
        OwnRulesState: "none" | "active" | "failed";
        RuleProblemBody: {
            file: string;
            line: number | null;
            /**
             * @description '' for the file as a whole
             * @example cases[2].facts
             */
            field: string;
            message: string;
            remedy: string;
        };
        OwnRulesBody: {
            /** @description none: no directory is set; failed: what is there cannot be used, and what was read before judges on */
            state: components["schemas"]["OwnRulesState"];
            directory: string | null;
            /** @description how many of them judge now */
            rules: number;
            /** Format: date-time */
            loadedAt: string | null;
            /** Format: date-time */
            checkedAt: string | null;
            problems: components["schemas"]["RuleProblemBody"][];
        };
        RulesStatusBody: {
            /** @description how many rules judge, shipped ones included */
            rules: number;
            /** @description the operator's own, of POSTURE_RULES_DIR */
            own: components["schemas"]["OwnRulesBody"];
        };
        RuleFactBody: {
            name: string;
            means: string;
            unit: string | null;
            source: string;
            scopes: string[];
        };
        RuleParameterBody: {
            name: string;
            unit: string | null;
            why: string;
            min: number | null;
            max: number | null;
            /** @description by profile */
            values: {
                [key: string]: null | boolean | number | string | Record<string, unknown> | unknown[];
            };
        };
        ReferenceBody: {
            title: string;
            url: string;
        };
        /**
         * @description A: safe to automate; P: can be automated, after approval; M: by hand
         * @enum {string}
         */
        RemediationClass: "A" | "P" | "M";
        RemediationBody: {
            text: string;
            /** @description A: safe to automate; P: can be automated, after approval; M: by hand */
            class: components["schemas"]["RemediationClass"];
            /** @description the planned change that does it, where there is one */
            action?: string;
        };
        RuleCaseBody: {
            name: string;
            expect: string;
        };
        RuleDetailBody: {
            /** @example okta-superadmin-service-account */
            id: string;
            version: number;
            title: string;
            kind: components["schemas"]["RuleKind"];
            /** @example User */
            subject: string;
            severity: components["schemas"]["Severity"];
            report: components["schemas"]["Grain"];
            profiles: components["schemas"]["Profile"][];
            /** @description resources that must be read for a certain verdict */
            resources: string[];
            description: string;
            /** @description null: every subject of the kind */
            appliesTo: string[] | null;
            /** @description indented lines */
            condition: string[];
            facts: components["schemas"]["RuleFactBody"][];
            parameters: components["schemas"]["RuleParameterBody"][];
            severityWhen: string[];
            supersedes: string[];
            references: components["schemas"]["ReferenceBody"][];
            mappings: {
                [key: string]: string[];
            };
            blindSpots: string;
            falsePositives: string;
            triage: string[];
            remediation: components["schemas"]["RemediationBody"];
            cases: components["schemas"]["RuleCaseBody"][];
        };
        TuningProblemBody: {
            /** @example rule.unknown */
            code: string;
            /** @example rules.acme-old-rule */
            field: string;
            message: string;
            remedy: string;
        };
        RuleSettingsBody: {
            /** @description 0: nobody ever tuned them */
            version: number;
            /** @description by rule id; what is left out is as the profile of a scan, or the rule itself, has it */
            rules: {
                [key: string]: {
                    enabled?: boolean;
                    severity?: components["schemas"]["Severity"];
                    parameters?: {
                        [key: string]: boolean | number | string | (number | string)[];
                    };
                };
            };
            /** @description what you know of your tenant and nobody can read; what is left out is the provider's usual */
            classification: {
                /** @description names of service accounts, in the syntax of RE2 */
                servicePattern?: string;
                serviceUserTypes?: string[];
                /** @description groups whose members are service accounts */
                serviceGroups?: string[];
                /** @description mail domains of your own */
                internalDomains?: string[];
                breakGlassGroups?: string[];
                /** @description critical applications, as the catalogue calls them */
                tier1Apps?: string[];
                tier2Apps?: string[];
                trustedAsns?: number[];
                trustedZones?: string[];
                /** @description logins by which programs act */
                automationLogins?: string[];
                /** @description by name or id */
                approvedIdentityProviders?: string[];
                approvedIntegrations?: string[];
            };
            /** Format: date-time */
            changedAt: string | null;
            changedBy: components["schemas"]["ActorBody"] | null;
            reason: string | null;
            /** @description what fits no rule any more, because rules have changed since; it is passed over */
            problems: components["schemas"]["TuningProblemBody"][];
        };
        ChangeRuleSettingsBody: {
            /** @description by rule id; null takes a setting out, what is not named stays, a list is replaced whole */
            rules?: {
                [key: string]: {
                    [key: string]: unknown;
                } | null;
            };
            /** @description as in the answer; null takes a part out */
            classification?: {
                [key: string]: unknown;
            };
            /** @description why; kept with the change */
            reason?: string;
        };
        RuleTuningBody: {
            /** @description 0: nobody ever tuned them */
            version: number;
            /** @description by rule id; what is left out is as the profile of a scan, or the rule itself, has it */
            rules: {
                [key: string]: {
                    enabled?: boolean;
                    severity?: components["schemas"]["Severity"];
                    parameters?: {
                        [key: string]: boolean | number | string | (number | string)[];
                    };
                };
            };
            /** @description what you know of your tenant and nobody can read; what is left out is the provider's usual */
            classification: {
                /** @description names of service accounts, in the syntax of RE2 */
                servicePattern?: string;
                serviceUserTypes?: string[];
                /** @description groups whose members are service accounts */
                serviceGroups?: string[];
                /** @description mail domains of your own */
                internalDomains?: string[];
                breakGlassGroups?: string[];
                /** @description critical applications, as the catalogue calls them */
                tier1Apps?: string[];
                tier2Apps?: string[];
                trustedAsns?: number[];
                trustedZones?: string[];
                /** @description logins by which programs act */
                automationLogins?: string[];
                /** @description by name or id */
                approvedIdentityProviders?: string[];
                approvedIntegrations?: string[];
            };
            /** Format: date-time */
            changedAt: string | null;
            changedBy: components["schemas"]["ActorBody"] | null;
            reason: string | null;
        };
        RuleSettingsChangeBody: {
            /** @description by rule id; null takes a setting out, what is not named stays, a list is replaced whole */
            rules?: {
                [key: string]: {
                    [key: string]: unknown;
                } | null;
            };
            /** @description as in the answer; null takes a part out */
            classification?: {
                [key: string]: unknown;
            };
        };
        /** @enum {string} */
        PreviewedChange: "on" | "off" | "changed";
        SeveritiesBody: {
            /** @description null: the rule is off */
            before: components["schemas"]["Severity"] | null;
            after: components["schemas"]["Severity"] | null;
        };
        MatchesBody: {
            before: number;
            after: number;
        };
        DifferenceBody: {
            count: number;
            /** @description the first few of them */
            samples: components["schemas"]["SubjectBody"][];
        };
        PreviewedRuleBody: {
            /** @example okta-api-token-old */
            rule: string;
            title: string;
            change: components["schemas"]["PreviewedChange"];
            severity: components["schemas"]["SeveritiesBody"];
            matches: components["schemas"]["MatchesBody"];
            more: components["schemas"]["DifferenceBody"];
            fewer: components["schemas"]["DifferenceBody"];
            /** @description subjects that could be assessed before */
            notAssessed: components["schemas"]["DifferenceBody"];
        };
        NotPreviewedBody: {
            rule: string;
            /** @description why, and how to see what the change does to it */
            reason: string;
        };
        RulePreviewBody: {
            /** @description that of the last scan */
            profile: string;
            /** @description of the inventory it was judged by */
            version: number;
            /** Format: date-time */
            asOf: string;
            /** @description subjects that would match and do not now, over all rules */
            more: number;
            fewer: number;
            notAssessed: number;
            /** @description rules that would say something else */
            rules: components["schemas"]["PreviewedRuleBody"][];
            notPreviewed: components["schemas"]["NotPreviewedBody"][];
        };
        /** @enum {string} */
        ConditionType: "all" | "any" | "not" | "comparison";
        /** @enum {string} */
        ConditionOutcome: "holds" | "fails" | "unknown";
        ExplainedComparisonBody: {
            /** @description what was believed, from where, read when */
            fact: components["schemas"]["EvidenceFactBody"];
            /** @example greaterThan */
            operator: string;
            /** @description what it is compared with */
            expected: null | boolean | number | string | Record<string, unknown> | unknown[];
            /** @description the parameter that says so */
            parameter: string | null;
            /** @description what was not read although the fact stands on it */
            missing: components["schemas"]["MissingBody"][];
        };
        ExplainedConditionBody: {
            type: components["schemas"]["ConditionType"];
            outcome: components["schemas"]["ConditionOutcome"];
            parts: components["schemas"]["ExplainedConditionBody"][];
            comparison: components["schemas"]["ExplainedComparisonBody"] | null;
        };
        ExplainedConditionsBody: {
            /** @description null: every subject of its kind */
            appliesTo: components["schemas"]["ExplainedConditionBody"] | null;
            when: components["schemas"]["ExplainedConditionBody"];
        };
        ExplanationBody: {
            /** @example okta-superadmin-service-account */
            rule: string;
            title: string;
            severity: components["schemas"]["Severity"];
            subject: components["schemas"]["SubjectBody"];
            /** @description that of the last scan */
            profile: string;
            /** @description whether scans by that profile judge by the rule */
            isOn: boolean;
            version: number;
            /** Format: date-time */
            asOf: string;
            verdict: components["schemas"]["Verdict"];
            why: string;
            parameters: {
                [key: string]: null | boolean | number | string | Record<string, unknown> | unknown[];
            };
            /** @description null of a path rule */
            conditions: components["schemas"]["ExplainedConditionsBody"] | null;
            /** @description the path that was found; empty when there is none, null of other rules */
            path: components["schemas"]["PathEdgeBody"][] | null;
            /** @description what keeps it from being assessed, or may hide a path */
            missing: components["schemas"]["MissingBody"][];
        };
        /** @enum {string} */
        ComplianceSchema: "posture.compliance/1";
        /** @enum {string} */
        FrameworkId: "stig" | "nist" | "cis" | "nhi";
        FrameworkBody: {
            id: components["schemas"]["FrameworkId"];
            title: string;
            /** @description where its own text is published */
            url: string;
        };
        ComplianceConnectionBody: {
            id: string;
            name: string;
            /** @example okta */
            provider: string;
            /** @example acme.okta.com */
            domain: string;
        };
        /** @enum {string} */
        ControlState: "fail" | "not_assessed" | "accepted" | "pass" | "not_applicable";
        ControlRuleBody: {
            /** @example okta-global-session-idle */
            rule: string;
            title: string;
            severity: components["schemas"]["Severity"];
            state: components["schemas"]["ControlState"];
            /** @description present findings that nobody suppressed */
            open: number;
            /** @description present findings that somebody answers for */
            accepted: number;
            /** @description why it was not assessed; empty otherwise */
            reasons: string[];
        };
        ControlBody: {
            /** @example OKTA-APP-000020 */
            control: string;
            /** @description what the framework calls it */
            title: string | null;
            state: components["schemas"]["ControlState"];
            /** @description those that decide first */
            rules: components["schemas"]["ControlRuleBody"][];
        };
        ComplianceBody: {
            schema: components["schemas"]["ComplianceSchema"];
            framework: components["schemas"]["FrameworkBody"];
            connection: components["schemas"]["ComplianceConnectionBody"];
            /**
             * Format: uuid
             * @description the last completed scan
             */
            scanId: string;
            /** @example strict-gov */
            profile: string;
            /** Format: date-time */
            asOf: string;
            /** @description controls by state */
            summary: {
                [key: string]: number;
            };
            controls: components["schemas"]["ControlBody"][];
        };
        /** @enum {string} */
        ComplianceFormat: "html" | "csv";
        /**
         * @description up to the role of whoever makes it
         * @enum {string}
         */
        OperatorRole: "viewer" | "analyst" | "admin" | "owner";
        CreateApiKeyBody: {
            /** @example SIEM reader */
            name: string;
            /** @description up to the role of whoever makes it */
            role: components["schemas"]["OperatorRole"];
            /** @description what its maker sees when left out */
            connectionIds?: string[];
            /** @default 90 */
            expiresInDays?: number;
        };
        /**
         * @description expiring: in the next 14 days; orphaned: a key it goes back to is revoked
         * @enum {string}
         */
        KeyState: "active" | "expiring" | "expired" | "revoked" | "orphaned";
        ApiKeyBody: {
            /** Format: uuid */
            id: string;
            /** @description one more with every change; the ETag says it */
            version: number;
            /** @example SIEM reader */
            name: string;
            /** @description what counts is never more than the role of whoever made it */
            role: components["schemas"]["OperatorRole"];
            /** @description the connections it sees; null: all */
            connectionIds: string[] | null;
            /** @description expiring: in the next 14 days; orphaned: a key it goes back to is revoked */
            state: components["schemas"]["KeyState"];
            /** Format: date-time */
            createdAt: string;
            createdBy: components["schemas"]["ActorBody"];
            /**
             * Format: date-time
             * @description null: never
             */
            expiresAt: string | null;
            /** Format: date-time */
            revokedAt: string | null;
            /**
             * Format: date-time
             * @description until when the value before the last rotation is taken, too
             */
            formerUntil: string | null;
            /**
             * Format: date
             * @description UTC day; null before the first use
             */
            lastUsedOn: string | null;
            /**
             * @description the address it was last used from
             * @example 192.0.2.7
             */
            lastUsedFrom: string | null;
        };
        MadeApiKeyBody: {
            apiKey: components["schemas"]["ApiKeyBody"];
            /** @description what requests carry; shown this once */
            value: string;
        };
        ChangeApiKeyBody: {
            name?: string;
            role?: components["schemas"]["OperatorRole"];
        };
        RotateApiKeyBody: {
            /** @default 90 */
            expiresInDays?: number;
            /**
             * @description how long the value before is taken, too
             * @default 24
             */
            overlapHours?: number;
        };
        /** @enum {string} */
        Permission: "self:read" | "findings:read" | "inventory:read" | "runs:read" | "rules:read" | "findings:triage" | "connections:read" | "channels:read" | "audit:read" | "audit:read_all" | "exceptions:approve" | "runs:write" | "rules:write" | "connections:write" | "channels:write" | "operators:read" | "operators:write";
        MeBody: {
            /** @description system: the engine itself */
            kind: components["schemas"]["ActorKind"];
            id: string;
            /** @example SOC analyst */
            name: string;
            /** @description that counts now */
            role: components["schemas"]["OperatorRole"];
            permissions: components["schemas"]["Permission"][];
            /** @description the connections you see; null: all */
            connectionIds: string[] | null;
            /**
             * Format: date-time
             * @description null: never
             */
            expiresAt: string | null;
        };
        AuditTargetBody: {
            /** @example channel */
            type: string;
            /** @description null where nothing was made */
            id: string | null;
            /** @description as it was then */
            name: string | null;
        };
        /**
         * @description asked: how it ended was not written; it is under way, or the process was gone. refused: nothing was changed; failed: something may have been
         * @enum {string}
         */
        AuditOutcome: "asked" | "succeeded" | "refused" | "failed";
        AuditEventBody: {
            /** @description position in the chain */
            seq: number;
            /**
             * Format: date-time
             * @description when it was asked for
             */
            at: string;
            /** @description as it was called then */
            actor: components["schemas"]["ActorBody"];
            /**
             * @description where it was asked from; null at the command line
             * @example 192.0.2.7
             */
            address: string | null;
            /** @example curl/8.5.0 */
            userAgent: string | null;
            /**
             * @description noun.verb
             * @example channel.create
             */
            action: string;
            target: components["schemas"]["AuditTargetBody"];
            /** @description the connection it was about */
            connectionId: string | null;
            /** @description asked: how it ended was not written; it is under way, or the process was gone. refused: nothing was changed; failed: something may have been */
            outcome: components["schemas"]["AuditOutcome"];
            /**
             * @description code of the problem it ended with
             * @example channel.stale
             */
            code: string | null;
            /** Format: date-time */
            endedAt: string | null;
            /** @description what was asked for, by field; secrets as [secret], of addresses not the path */
            fields: {
                [key: string]: unknown;
            };
            reason: string | null;
            /** @description as the log and a problem know it; null at the command line */
            requestId: string | null;
            /** @description of its row in the chain */
            hash: string;
        };
        ChainHeadBody: {
            seq: number;
            hash: string;
        };
        /**
         * @description altered: says something else than it did; missing: gone, from the middle or the end; unlinked: does not follow the one before; unproven: the end was not written with the master key; unlike: not the hash that was told before
         * @enum {string}
         */
        ChainFault: "altered" | "missing" | "unlinked" | "unproven" | "unlike";
        ChainBreakBody: {
            seq: number;
            /** @description altered: says something else than it did; missing: gone, from the middle or the end; unlinked: does not follow the one before; unproven: the end was not written with the master key; unlike: not the hash that was told before */
            fault: components["schemas"]["ChainFault"];
        };
        AuditProofBody: {
            /** @description whether every row is as it was written, and none is gone */
            isIntact: boolean;
            /** @description rows; a change has one for its asking and one for its end */
            checked: number;
            /** @description the first that is kept */
            firstSeq: number;
            /** @description the end; kept elsewhere and given to a later check, it shows when newer rows were cut off */
            head: components["schemas"]["ChainHeadBody"];
            faults: number;
            /** @description the first hundred */
            breaks: components["schemas"]["ChainBreakBody"][];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export interface operations {
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthBody"];
                };
            };
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AliveBody"];
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadyBody"];
                };
            };
        };
    };
    listConnections: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
                /** @description true: those of which only the history is kept, too */
                removed?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ConnectionBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    createConnection: {
        parameters: {
            query?: never;
            header?: {
                /** @description made anew for each request; sent again with the same request within 24 hours, it is answered as it was, and nothing is done */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateConnectionBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionBody"];
                };
            };
        };
    };
    getConnectionSummary: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionSummaryBody"];
                };
            };
        };
    };
    getConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionBody"];
                };
            };
        };
    };
    deleteConnection: {
        parameters: {
            query?: {
                /** @description true: it is meant */
                confirm?: boolean;
                /** @description keep: what is known stays to be asked, and goes on when the org is connected again; purge: nothing is left */
                history?: components["schemas"]["KeptHistory"];
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description removed, or forgotten */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    changeConnection: {
        parameters: {
            query?: never;
            header: {
                /** @description the ETag the change is made of; as it is while nobody else has changed it */
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ChangeConnectionBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionBody"];
                };
            };
        };
    };
    replaceCredential: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplaceCredentialBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionBody"];
                };
            };
        };
    };
    testConnection: {
        parameters: {
            query?: never;
            header?: {
                /** @description made anew for each request; sent again with the same request within 24 hours, it is answered as it was, and nothing is done */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProbeBody"];
                };
            };
        };
    };
    makeHook: {
        parameters: {
            query?: never;
            header?: {
                /** @description made anew for each request; sent again with the same request within 24 hours, it is answered as it was, and nothing is done */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HookBody"];
                };
            };
        };
    };
    deleteHook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description forgotten */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listNotices: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
                /** @description true: those nobody acknowledged, and that are not over */
                open?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["NoticeBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    getMailHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailHealthBody"];
                };
            };
        };
    };
    getNotice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeDetailBody"];
                };
            };
        };
    };
    acknowledgeNotice: {
        parameters: {
            query?: never;
            header?: {
                /** @description made anew for each request; sent again with the same request within 24 hours, it is answered as it was, and nothing is done */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeBody"];
                };
            };
        };
    };
    getSchedule: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of the answer that is at hand */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleBody"];
                };
            };
        };
    };
    changeSchedule: {
        parameters: {
            query?: never;
            header: {
                /** @description the ETag the change is made of; as it is while nobody else has changed it */
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ChangeScheduleBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleBody"];
                };
            };
        };
    };
    getDuePolicy: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of the answer that is at hand */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DuePolicyBody"];
                };
            };
        };
    };
    changeDuePolicy: {
        parameters: {
            query?: never;
            header: {
                /** @description the ETag the change is made of; as it is while nobody else has changed it */
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ChangeDuePolicyBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DuePolicyBody"];
                };
            };
        };
    };
    listSyncs: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["SyncBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    startSync: {
        parameters: {
            query?: never;
            header: {
                /** @description made anew for each request; sent again with the same request within 24 hours, it is answered as it was, and nothing is done */
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["StartSyncBody"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncBody"];
                };
            };
        };
    };
    startEvaluation: {
        parameters: {
            query?: never;
            header?: {
                /** @description made anew for each request; sent again with the same request within 24 hours, it is answered as it was, and nothing is done */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["EvaluateBody"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunBody"];
                };
            };
        };
    };
    getSync: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncBody"];
                };
            };
        };
    };
    watchSync: {
        parameters: {
            query?: never;
            header?: {
                "Last-Event-ID"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
        };
    };
    abortSync: {
        parameters: {
            query?: never;
            header?: {
                /** @description made anew for each request; sent again with the same request within 24 hours, it is answered as it was, and nothing is done */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncBody"];
                };
            };
        };
    };
    listRuns: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
                connectionId?: string;
                kind?: components["schemas"]["RunKind"];
                /** @description comma-separated: any of these */
                state?: components["schemas"]["RunState"][];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["RunBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    getRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunBody"];
                };
            };
        };
    };
    listRunChanges: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["FindingChangeBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    abortRun: {
        parameters: {
            query?: never;
            header?: {
                /** @description made anew for each request; sent again with the same request within 24 hours, it is answered as it was, and nothing is done */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunBody"];
                };
            };
        };
    };
    listScans: {
        parameters: {
            query: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
                connectionId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ScanBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    getScan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description schema posture.scan/1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        schema: "posture.scan/1";
                        connection: {
                            id: string;
                            name: string;
                            provider: string;
                            domain: string;
                        };
                        /** @enum {unknown} */
                        profile: "default" | "strict-gov" | "everything";
                        /** @description the instant all ages are counted to */
                        asOf: string;
                        sync: {
                            startedAt: string;
                            finishedAt: string;
                            /** @description sent to the provider, retries included, token requests not */
                            requests: number;
                            requestsByBucket: {
                                [key: string]: number;
                            };
                            /** @description time spent waiting for the provider's rate limits */
                            throttledMs: number;
                            /** @description version of the inventory this scan published */
                            version: number;
                            changes: {
                                nodes: {
                                    added: number;
                                    changed: number;
                                    closed: number;
                                };
                                edges: {
                                    added: number;
                                    changed: number;
                                    closed: number;
                                };
                            };
                            coverage: {
                                resource: string;
                                /** @enum {unknown} */
                                state: "complete" | "partial" | "forbidden" | "failed" | "unlicensed" | "not_read";
                                reason: string | null;
                                /** @description the scope, role or permission to grant */
                                missing: string | null;
                                records: number;
                            }[];
                        };
                        /** @description what of the log was judged; null when none was */
                        activity: {
                            from: string | null;
                            to: string | null;
                            /** @description judged */
                            events: number;
                            duplicates: number;
                            /** @description of our own requests, which are not judged */
                            own: number;
                            /** @description set aside, by reason */
                            unusable: {
                                [key: string]: number;
                            };
                        } | null;
                        /** @description verdicts over all pairs of rule and subject */
                        summary: {
                            match: number;
                            clear: number;
                            notAssessed: number;
                            notApplicable: number;
                            /** @description rules by their worst verdict */
                            rules: {
                                match: number;
                                clear: number;
                                not_assessed: number;
                                not_applicable: number;
                            };
                            /** @description present findings that nobody suppressed */
                            bySeverity: {
                                informational: number;
                                low: number;
                                medium: number;
                                high: number;
                                critical: number;
                            };
                        };
                        /** @description by rule id, of how many subjects it said what: of all known ones of its kind, of a path rule those its path may start at */
                        rules: {
                            rule: string;
                            match: number;
                            clear: number;
                            notAssessed: number;
                            notApplicable: number;
                        }[];
                        findings: {
                            /** @description stays the same across scans of one data directory */
                            id: string;
                            /** @description of the rule and its subject: the same in every data directory */
                            fingerprint: string;
                            rule: string;
                            /** @enum {unknown} */
                            severity: "informational" | "low" | "medium" | "high" | "critical";
                            score: number;
                            /** @enum {unknown} */
                            status: "open" | "acknowledged" | "in_progress" | "suppressed" | "resolved";
                            /** @description id of the finding that says the same and more */
                            supersededBy: string | null;
                            subject: {
                                kind: string;
                                /** @description the provider's own id */
                                externalId: string;
                                name: string | null;
                            };
                            /** @description members of a grouped finding, else 1 */
                            count: number;
                            /** @description of a grouped finding: the first hundred, all with --all-members */
                            members: {
                                kind: string;
                                /** @description the provider's own id */
                                externalId: string;
                                name: string | null;
                            }[];
                            title: string;
                            why: string;
                            evidence: {
                                facts: {
                                    fact: string;
                                    value: unknown;
                                    unit: string | null;
                                    /** @description the endpoints it was read from */
                                    source: string;
                                    readAt: string | null;
                                    /**
                                     * @description at_least: partly read, true so far
                                     * @enum {unknown}
                                     */
                                    certainty: "known" | "unknown" | "at_least";
                                }[];
                                /** @description of path rules: from the subject to what it reaches */
                                path: {
                                    kind: string;
                                    from: {
                                        kind: string;
                                        key: string;
                                        externalId: string;
                                        name: string | null;
                                    };
                                    to: {
                                        kind: string;
                                        key: string;
                                        externalId: string;
                                        name: string | null;
                                    };
                                    /** @description concluded by the engine, not read */
                                    derived: boolean;
                                    props: Record<string, unknown>;
                                }[];
                                /** @description of detections: the events that proved it; at in milliseconds since 1970 */
                                events?: {
                                    id: string;
                                    at: number;
                                }[];
                            };
                        }[];
                        /** @description one per root cause, the one with most risk upon it first */
                        fixes: {
                            title: string;
                            root: {
                                kind: string;
                                /** @description the provider's own id */
                                externalId: string;
                                name: string | null;
                            };
                            /** @description ids of findings, worst first; that the remedy ends them all has not been tried */
                            concerns: string[];
                            worst: {
                                rule: string;
                                /** @enum {unknown} */
                                severity: "informational" | "low" | "medium" | "high" | "critical";
                                path: string[];
                            };
                            subjects: {
                                kind: string;
                                /** @description the provider's own id */
                                externalId: string;
                                name: string | null;
                            }[];
                        }[];
                        /** @description rules that give a figure instead of findings */
                        measures: {
                            rule: string;
                            title: string;
                            count: number;
                            of: number;
                            notAssessed: number;
                        }[];
                        notAssessed: {
                            rule: string;
                            /** @enum {unknown} */
                            severity: "informational" | "low" | "medium" | "high" | "critical";
                            /** @description 0 when the reason may hide subjects that nobody saw */
                            subjects: number;
                            reason: string;
                            missing: string | null;
                            /** @description a licence, or a list only the operator has, would unlock the rule */
                            isOptional: boolean;
                        }[];
                    };
                };
            };
        };
    };
    listRuleResults: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
                connectionId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["RuleResultBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    listFixes: {
        parameters: {
            query: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
                connectionId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["FixBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    listCoverage: {
        parameters: {
            query: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
                connectionId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["CoverageBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    getTrend: {
        parameters: {
            query: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
                connectionId: string;
                /** @description that of the latest scan when left out */
                profile?: components["schemas"]["Profile"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["TrendPointBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    listScanResults: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
                /** @description comma-separated: any of these */
                verdict?: components["schemas"]["Verdict"][];
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["RuleResultBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    listLatestResults: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
                /** @description comma-separated: any of these */
                verdict?: components["schemas"]["Verdict"][];
            };
            header?: never;
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["RuleResultBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    listScanCoverage: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["CoverageBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    listScanFixes: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["FixBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    listFixFindings: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
                rank: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["FindingBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    listListCoverage: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
                /** @description as it was then; left out: as it is */
                asOf?: string;
                /** @description comma-separated: any of these */
                state?: components["schemas"]["CoverageState"][];
                /** @description lists of that resource only */
                resource?: string;
            };
            header?: never;
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ListCoverageBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    startBulkChange: {
        parameters: {
            query?: never;
            header: {
                /** @description made anew for each request; sent again with the same request within 24 hours, it is answered as it was, and nothing is done */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartBulkChangeBody"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkChangeBody"];
                };
            };
        };
    };
    getBulkChange: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkChangeBody"];
                };
            };
        };
    };
    listBulkItems: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
                outcome?: components["schemas"]["BulkOutcome"];
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["BulkItemBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    listFindings: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
                /** @description terms side by side must all hold, values with commas are alternatives, - before a term turns it round, a word is looked for in titles and names of subjects */
                q?: string;
                /** @description a saved view: what its filter means, and sorted as it says unless sort is given */
                view?: string;
                connectionId?: string;
                rule?: string;
                /** @description comma-separated: any of these */
                severity?: components["schemas"]["Severity"][];
                /** @description comma-separated: any of these */
                status?: components["schemas"]["FindingStatus"][];
                /** @description key of the subject, such as User:00u1 */
                subject?: string;
                /** @description leave out findings that another one stands for */
                leading?: boolean;
                /** @description with a step in their history since then; who asks again and again goes back a minute further each time */
                updatedSince?: string;
                /** @description severity, score, firstSeenAt, lastSeenAt, the weightiest first; - before one turns it round */
                sort?: string;
                /** @description exact: how many there are, up to 10,000 */
                count?: components["schemas"]["Counting"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["FindingBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    countFindings: {
        parameters: {
            query?: {
                /** @description terms side by side must all hold, values with commas are alternatives, - before a term turns it round, a word is looked for in titles and names of subjects */
                q?: string;
                /** @description a saved view: what its filter means, and sorted as it says unless sort is given */
                view?: string;
                connectionId?: string;
                rule?: string;
                /** @description comma-separated: any of these */
                severity?: components["schemas"]["Severity"][];
                /** @description comma-separated: any of these */
                status?: components["schemas"]["FindingStatus"][];
                /** @description key of the subject, such as User:00u1 */
                subject?: string;
                /** @description leave out findings that another one stands for */
                leading?: boolean;
                /** @description with a step in their history since then; who asks again and again goes back a minute further each time */
                updatedSince?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FacetsBody"];
                };
            };
        };
    };
    exportFindings: {
        parameters: {
            query: {
                /** @description terms side by side must all hold, values with commas are alternatives, - before a term turns it round, a word is looked for in titles and names of subjects */
                q?: string;
                /** @description a saved view: what its filter means, and sorted as it says unless sort is given */
                view?: string;
                connectionId?: string;
                rule?: string;
                /** @description comma-separated: any of these */
                severity?: components["schemas"]["Severity"][];
                /** @description comma-separated: any of these */
                status?: components["schemas"]["FindingStatus"][];
                /** @description key of the subject, such as User:00u1 */
                subject?: string;
                /** @description leave out findings that another one stands for */
                leading?: boolean;
                /** @description with a step in their history since then; who asks again and again goes back a minute further each time */
                updatedSince?: string;
                /** @description csv: RFC 4180, nothing in it is a formula; ocsf: an event of OCSF 1.8.0 a line; json: one array */
                format: components["schemas"]["FindingExportFormat"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                    "application/x-ndjson": string;
                    "application/json": {
                        [key: string]: unknown;
                    }[];
                };
            };
        };
    };
    groupFindings: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
                /** @description terms side by side must all hold, values with commas are alternatives, - before a term turns it round, a word is looked for in titles and names of subjects */
                q?: string;
                /** @description a saved view: what its filter means, and sorted as it says unless sort is given */
                view?: string;
                connectionId?: string;
                rule?: string;
                /** @description comma-separated: any of these */
                severity?: components["schemas"]["Severity"][];
                /** @description comma-separated: any of these */
                status?: components["schemas"]["FindingStatus"][];
                /** @description key of the subject, such as User:00u1 */
                subject?: string;
                /** @description leave out findings that another one stands for */
                leading?: boolean;
                /** @description with a step in their history since then; who asks again and again goes back a minute further each time */
                updatedSince?: string;
                /** @description fix: by what the latest completed scan of each connection says to do first; other findings are in none */
                by?: components["schemas"]["FindingGrouping"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["FindingGroupBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    measureFindings: {
        parameters: {
            query?: {
                /** @description terms side by side must all hold, values with commas are alternatives, - before a term turns it round, a word is looked for in titles and names of subjects */
                q?: string;
                /** @description a saved view: what its filter means, and sorted as it says unless sort is given */
                view?: string;
                connectionId?: string;
                rule?: string;
                /** @description comma-separated: any of these */
                severity?: components["schemas"]["Severity"][];
                /** @description comma-separated: any of these */
                status?: components["schemas"]["FindingStatus"][];
                /** @description key of the subject, such as User:00u1 */
                subject?: string;
                /** @description leave out findings that another one stands for */
                leading?: boolean;
                /** @description with a step in their history since then; who asks again and again goes back a minute further each time */
                updatedSince?: string;
                /** @description how far back what ended is counted */
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FindingMetricsBody"];
                };
            };
        };
    };
    getFinding: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FindingDetailBody"];
                };
            };
        };
    };
    changeFinding: {
        parameters: {
            query?: never;
            header: {
                /** @description the ETag the change is made of; as it is while nobody else has changed it */
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ChangeFindingBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FindingBody"];
                };
            };
        };
    };
    transitionFinding: {
        parameters: {
            query?: never;
            header: {
                /** @description the ETag the change is made of; as it is while nobody else has changed it */
                "If-Match": string;
                /** @description made anew for each request; sent again with the same request within 24 hours, it is answered as it was, and nothing is done */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransitionBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FindingBody"];
                };
            };
        };
    };
    listComments: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["CommentBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    createComment: {
        parameters: {
            query?: never;
            header?: {
                /** @description made anew for each request; sent again with the same request within 24 hours, it is answered as it was, and nothing is done */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateCommentBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentBody"];
                };
            };
        };
    };
    previewException: {
        parameters: {
            query?: never;
            header?: {
                /** @description made anew for each request; sent again with the same request within 24 hours, it is answered as it was, and nothing is done */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExceptionScopeBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExceptionPreviewBody"];
                };
            };
        };
    };
    listExceptions: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
                connectionId?: string;
                /** @description comma-separated: any of these */
                state?: components["schemas"]["ExceptionState"][];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ExceptionBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    createException: {
        parameters: {
            query?: never;
            header?: {
                /** @description made anew for each request; sent again with the same request within 24 hours, it is answered as it was, and nothing is done */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateExceptionBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExceptionBody"];
                };
            };
        };
    };
    getException: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExceptionBody"];
                };
            };
        };
    };
    revokeException: {
        parameters: {
            query?: never;
            header: {
                /** @description the ETag the change is made of; as it is while nobody else has changed it */
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExceptionBody"];
                };
            };
        };
    };
    listFindingMembers: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["SubjectBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    listFindingEpisodes: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["EpisodeBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    listFindingHistory: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["FindingEventBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    listViews: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["SavedViewBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    createView: {
        parameters: {
            query?: never;
            header?: {
                /** @description made anew for each request; sent again with the same request within 24 hours, it is answered as it was, and nothing is done */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateViewBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedViewBody"];
                };
            };
        };
    };
    getView: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of the answer that is at hand */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedViewBody"];
                };
            };
        };
    };
    deleteView: {
        parameters: {
            query?: never;
            header: {
                /** @description the ETag the change is made of; as it is while nobody else has changed it */
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description forgotten */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    changeView: {
        parameters: {
            query?: never;
            header: {
                /** @description the ETag the change is made of; as it is while nobody else has changed it */
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ChangeViewBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedViewBody"];
                };
            };
        };
    };
    listActivity: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
                /** @description id of whoever acted or was acted on, of a client, API token, session, device or identity provider, a login or an address */
                entity?: string;
                /** @description as the provider writes it */
                type?: string;
                outcome?: string;
                /** @description published then or later */
                from?: string;
                /** @description published before */
                to?: string;
            };
            header?: never;
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ActivityBody"][];
                        page: components["schemas"]["PageInfo"];
                        /** @description parts of the time asked for in which the log was read without a gap and is still kept, oldest first; outside of them what is not listed may have happened all the same */
                        knownFor: components["schemas"]["TimeSpanBody"][];
                    };
                };
            };
        };
    };
    getActivityCoverage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityCoverageBody"];
                };
            };
        };
    };
    listQuarantinedActivity: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
            };
            header?: never;
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["QuarantinedActivityBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    getActivity: {
        parameters: {
            query?: {
                /** @description when it was published; spares looking for it in every day */
                at?: string;
            };
            header?: never;
            path: {
                connectionId: string;
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityDetailBody"];
                };
            };
        };
    };
    listUsage: {
        parameters: {
            query: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
                /** @description whose use; user_app is that of an application by one user, user_app_given that it was given to one, client_scope a scope one client asked for, admin a user or client who did what takes an admin role or scope, credential_asn and credential_agent one credential in a network and in the hand of a program; type counts events whoever acted */
                kind: components["schemas"]["UsageKind"];
                /** @description one of them only: the provider's id, of kinds that join two names both with a blank between, or the event type */
                key?: string;
                /** @description first day, in UTC */
                from?: string;
                /** @description last day, in UTC */
                to?: string;
            };
            header?: never;
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["UsageDayBody"][];
                        page: components["schemas"]["PageInfo"];
                        /** @description parts of the time asked for in which the log was read without a gap and is still kept, oldest first; outside of them what is not listed may have happened all the same */
                        knownFor: components["schemas"]["TimeSpanBody"][];
                    };
                };
            };
        };
    };
    listChannels: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ChannelBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    createChannel: {
        parameters: {
            query?: never;
            header?: {
                /** @description made anew for each request; sent again with the same request within 24 hours, it is answered as it was, and nothing is done */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateChannelBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeChannelBody"];
                };
            };
        };
    };
    getChannel: {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of the answer that is at hand */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelBody"];
                };
            };
        };
    };
    deleteChannel: {
        parameters: {
            query?: never;
            header: {
                /** @description the ETag the change is made of; as it is while nobody else has changed it */
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description forgotten */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    changeChannel: {
        parameters: {
            query?: never;
            header: {
                /** @description the ETag the change is made of; as it is while nobody else has changed it */
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ChangeChannelBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelBody"];
                };
            };
        };
    };
    rotateChannelSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description made anew for each request; sent again with the same request within 24 hours, it is answered as it was, and nothing is done */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelSecretBody"];
                };
            };
        };
    };
    testChannel: {
        parameters: {
            query?: never;
            header?: {
                /** @description made anew for each request; sent again with the same request within 24 hours, it is answered as it was, and nothing is done */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelTestBody"];
                };
            };
        };
    };
    previewChannel: {
        parameters: {
            query?: never;
            header?: {
                /** @description made anew for each request; sent again with the same request within 24 hours, it is answered as it was, and nothing is done */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewChannelBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelPreviewBody"];
                };
            };
        };
    };
    recoverChannel: {
        parameters: {
            query?: never;
            header?: {
                /** @description made anew for each request; sent again with the same request within 24 hours, it is answered as it was, and nothing is done */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecoverChannelBody"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveredBody"];
                };
            };
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
                /** @description comma-separated: any of these */
                state?: components["schemas"]["DeliveryState"][];
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["DeliveryBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    getDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryDetailBody"];
                };
            };
        };
    };
    resendDelivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description made anew for each request; sent again with the same request within 24 hours, it is answered as it was, and nothing is done */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryBody"];
                };
            };
        };
    };
    listReplays: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ReplayBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    startReplay: {
        parameters: {
            query?: never;
            header: {
                /** @description made anew for each request; sent again with the same request within 24 hours, it is answered as it was, and nothing is done */
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartReplayBody"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayBody"];
                };
            };
        };
    };
    getReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayDetailBody"];
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
                /** @description as it was then; left out: as it is */
                asOf?: string;
                /** @description start of the name, of a user that of the login; case does not matter */
                q?: string;
            };
            header?: never;
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["UserBody"][];
                        page: components["schemas"]["PageInfo"];
                        /** @description what was not read to its end, so that something that belongs here may be missing, or be more privileged than it looks; empty: nothing is */
                        notAssessed: components["schemas"]["MissingBody"][];
                    };
                };
            };
        };
    };
    getUser: {
        parameters: {
            query?: {
                /** @description as it was then; left out: as it is */
                asOf?: string;
            };
            header?: never;
            path: {
                connectionId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserDetailBody"];
                };
            };
        };
    };
    getUserAccess: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
                /** @description as it was then; left out: as it is */
                asOf?: string;
            };
            header?: never;
            path: {
                connectionId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["UserAccessBody"][];
                        page: components["schemas"]["PageInfo"];
                        /** @description what was not read to its end, so that something that belongs here may be missing, or be more privileged than it looks; empty: nothing is */
                        notAssessed: components["schemas"]["MissingBody"][];
                    };
                };
            };
        };
    };
    listGroups: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
                /** @description as it was then; left out: as it is */
                asOf?: string;
                /** @description start of the name, of a user that of the login; case does not matter */
                q?: string;
            };
            header?: never;
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["GroupBody"][];
                        page: components["schemas"]["PageInfo"];
                        /** @description what was not read to its end, so that something that belongs here may be missing, or be more privileged than it looks; empty: nothing is */
                        notAssessed: components["schemas"]["MissingBody"][];
                    };
                };
            };
        };
    };
    getGroup: {
        parameters: {
            query?: {
                /** @description as it was then; left out: as it is */
                asOf?: string;
            };
            header?: never;
            path: {
                connectionId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupDetailBody"];
                };
            };
        };
    };
    listGroupMembers: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
                /** @description as it was then; left out: as it is */
                asOf?: string;
            };
            header?: never;
            path: {
                connectionId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["UserBody"][];
                        page: components["schemas"]["PageInfo"];
                        /** @description what was not read to its end, so that something that belongs here may be missing, or be more privileged than it looks; empty: nothing is */
                        notAssessed: components["schemas"]["MissingBody"][];
                    };
                };
            };
        };
    };
    listApps: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
                /** @description as it was then; left out: as it is */
                asOf?: string;
                /** @description start of the name, of a user that of the login; case does not matter */
                q?: string;
            };
            header?: never;
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AppBody"][];
                        page: components["schemas"]["PageInfo"];
                        /** @description what was not read to its end, so that something that belongs here may be missing, or be more privileged than it looks; empty: nothing is */
                        notAssessed: components["schemas"]["MissingBody"][];
                    };
                };
            };
        };
    };
    getApp: {
        parameters: {
            query?: {
                /** @description as it was then; left out: as it is */
                asOf?: string;
            };
            header?: never;
            path: {
                connectionId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppDetailBody"];
                };
            };
        };
    };
    getAppAccess: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
                /** @description as it was then; left out: as it is */
                asOf?: string;
            };
            header?: never;
            path: {
                connectionId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AppAccessBody"][];
                        page: components["schemas"]["PageInfo"];
                        /** @description what was not read to its end, so that something that belongs here may be missing, or be more privileged than it looks; empty: nothing is */
                        notAssessed: components["schemas"]["MissingBody"][];
                    };
                };
            };
        };
    };
    listCredentials: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
                /** @description as it was then; left out: as it is */
                asOf?: string;
                /** @description comma-separated: any of these */
                kind?: components["schemas"]["CredentialNodeKind"][];
                /** @description key of whoever they are to speak for */
                owner?: string;
            };
            header?: never;
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["TenantCredentialBody"][];
                        page: components["schemas"]["PageInfo"];
                        /** @description what was not read to its end, so that something that belongs here may be missing, or be more privileged than it looks; empty: nothing is */
                        notAssessed: components["schemas"]["MissingBody"][];
                    };
                };
            };
        };
    };
    getCredential: {
        parameters: {
            query?: {
                /** @description as it was then; left out: as it is */
                asOf?: string;
            };
            header?: never;
            path: {
                connectionId: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantCredentialDetailBody"];
                };
            };
        };
    };
    listPaths: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
                /** @description as it was then; left out: as it is */
                asOf?: string;
                /** @description key of what the paths start at */
                from?: string;
                /** @description key of what they lead to */
                to?: string;
            };
            header?: never;
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["PathBody"][];
                        page: components["schemas"]["PageInfo"];
                        /** @description what was not read to its end, so that something that belongs here may be missing, or be more privileged than it looks; empty: nothing is */
                        notAssessed: components["schemas"]["MissingBody"][];
                    };
                };
            };
        };
    };
    getShortestPath: {
        parameters: {
            query: {
                /** @description as it was then; left out: as it is */
                asOf?: string;
                /** @description key of a principal or a credential */
                from: string;
            };
            header?: never;
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShortestPathBody"];
                };
            };
        };
    };
    getDrift: {
        parameters: {
            query: {
                /** @description the earlier instant */
                from: string;
                /** @description the later instant */
                to: string;
            };
            header?: never;
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DriftBody"];
                };
            };
        };
    };
    listAccessDrift: {
        parameters: {
            query: {
                /** @description the earlier instant */
                from: string;
                /** @description the later instant */
                to: string;
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
                /** @description of a user, what he reaches; of an application or the tenant, who reaches it; left out: who controls the tenant */
                key?: string;
            };
            header?: never;
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AccessDriftBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    listNodeDrift: {
        parameters: {
            query: {
                /** @description the earlier instant */
                from: string;
                /** @description the later instant */
                to: string;
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
                /** @description only those of one kind */
                kind?: string;
            };
            header?: never;
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["NodeDriftBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    listEdgeDrift: {
        parameters: {
            query: {
                /** @description the earlier instant */
                from: string;
                /** @description the later instant */
                to: string;
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
                /** @description only those of one kind */
                kind?: string;
            };
            header?: never;
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["EdgeDriftBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    listGraphQueries: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["NamedQueryBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    askGraph: {
        parameters: {
            query: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
                /** @description key of the node the query starts at */
                key: string;
                /** @description the graph as it was then; in-process only */
                asOf?: string;
                /** @description neo4j where one is configured */
                source?: components["schemas"]["GraphSource"];
            };
            header?: never;
            path: {
                connectionId: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["GraphRowBody"][];
                        page: components["schemas"]["PageInfo"];
                        /** @description what was not read to its end, so that something that belongs here may be missing, or be more privileged than it looks; empty: nothing is */
                        notAssessed: components["schemas"]["MissingBody"][];
                    };
                };
            };
        };
    };
    listRules: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["RuleBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    getRulesStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RulesStatusBody"];
                };
            };
        };
    };
    getRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleDetailBody"];
                };
            };
        };
    };
    getRuleSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleSettingsBody"];
                };
            };
        };
    };
    changeRuleSettings: {
        parameters: {
            query?: never;
            header: {
                /** @description the ETag the change is made of; as it is while nobody else has changed it */
                "If-Match": string;
            };
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ChangeRuleSettingsBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleSettingsBody"];
                };
            };
        };
    };
    listRuleSettings: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
            };
            header?: never;
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["RuleTuningBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    previewRuleSettings: {
        parameters: {
            query?: never;
            header?: {
                /** @description made anew for each request; sent again with the same request within 24 hours, it is answered as it was, and nothing is done */
                "Idempotency-Key"?: string;
            };
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RuleSettingsChangeBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RulePreviewBody"];
                };
            };
        };
    };
    explainRule: {
        parameters: {
            query: {
                /** @description key of a subject, as findings show it */
                subject: string;
            };
            header?: never;
            path: {
                connectionId: string;
                rule: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExplanationBody"];
                };
            };
        };
    };
    getCompliance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionId: string;
                framework: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComplianceBody"];
                };
            };
        };
    };
    getPostureReport: {
        parameters: {
            query: {
                connectionId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    getComplianceReport: {
        parameters: {
            query: {
                connectionId: string;
                framework: components["schemas"]["FrameworkId"];
                format?: components["schemas"]["ComplianceFormat"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the page or the table */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                    "text/csv": string;
                };
            };
        };
    };
    listApiKeys: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
                /** @description comma-separated: any of these */
                state?: components["schemas"]["KeyState"][];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ApiKeyBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description made anew for each request; sent again with the same request within 24 hours, it is answered as it was, and nothing is done */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateApiKeyBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeApiKeyBody"];
                };
            };
        };
    };
    getApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyBody"];
                };
            };
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description revoked */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    changeApiKey: {
        parameters: {
            query?: never;
            header: {
                /** @description the ETag the change is made of; as it is while nobody else has changed it */
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ChangeApiKeyBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyBody"];
                };
            };
        };
    };
    rotateApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description made anew for each request; sent again with the same request within 24 hours, it is answered as it was, and nothing is done */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RotateApiKeyBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeApiKeyBody"];
                };
            };
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeBody"];
                };
            };
        };
    };
    listAuditEvents: {
        parameters: {
            query?: {
                limit?: number;
                /** @description nextCursor of the page before; bound to the same list and filters */
                cursor?: string;
                connectionId?: string;
                /** @description id of who asked */
                actor?: string;
                action?: string;
                /** @description id of what it was about */
                target?: string;
                /** @description comma-separated: any of these */
                outcome?: components["schemas"]["AuditOutcome"][];
                /** @description asked then or later */
                from?: string;
                /** @description asked before */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuditEventBody"][];
                        page: components["schemas"]["PageInfo"];
                    };
                };
            };
        };
    };
    verifyAuditEvents: {
        parameters: {
            query?: {
                /** @description of an end that was told before, with its hash */
                seq?: number;
                /** @description of an end that was told before, with its seq */
                hash?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditProofBody"];
                };
            };
        };
    };
    getDescription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
}
