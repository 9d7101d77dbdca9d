const operation = (field: string, type: string, result: string) =>
  `mutation ($input: ${type}!) { ${field}(input: $input) { ${result} userErrors { code message path } } }`;

export const REGISTER = operation('register', 'RegisterInput', 'accepted');
export const LOGIN = operation('login', 'LoginInput', 'tokens { accessToken } user { id }');
export const GRANT_ROLE = operation('grantRole', 'GrantRoleInput', 'user { id }');
export const CREATE_USER = operation('createUser', 'CreateUserInput', 'user { id }');
export const BAN_USER = operation('banUser', 'BanUserInput', 'user { id }');
export const CREATE_CLUB = operation('createClub', 'CreateClubInput', 'club { id }');
export const CREATE_TEAM = operation('createTeam', 'CreateTeamInput', 'team { id }');
export const ADD_MEMBER = operation('addTeamMember', 'AddTeamMemberInput', 'member { id }');
export const CREATE_EVENT = operation('createEvent', 'CreateEventInput', 'event { id }');
export const CANCEL_EVENT = operation('cancelEvent', 'CancelEventInput', 'event { id }');
export const RESPOND = operation('respondToEvent', 'RespondToEventInput', 'attendance { id }');
export const READ_GAME = operation('markGameRead', 'MarkGameReadInput', 'game { id }');
export const LIKE_GAME = operation('setGameFavourite', 'SetGameFavouriteInput', 'game { id }');
export const LIST_GAMES = '{ games(first: 60) { nodes { id } } }';
export const MARK = operation('markAttendance', 'MarkAttendanceInput', 'event { id }');

const MATCHES = 'rounds { matches { id status } }';
export const CREATE_TOURNAMENT = operation(
  'createTournament',
  'CreateTournamentInput',
  'tournament { id stages { id } }',
);
export const ADD_PARTICIPANTS = operation('addParticipants', 'AddParticipantsInput', 'participants { id }');
export const SET_TOURNAMENT_STATUS = operation(
  'setTournamentStatus',
  'SetTournamentStatusInput',
  'tournament { status }',
);
export const START_STAGE = operation('startStage', 'StartStageInput', `stage { ${MATCHES} }`);
export const SCHEDULE_MATCHES = operation('scheduleMatches', 'ScheduleMatchesInput', 'matches { id }');
export const RESOLVE_MATCH = operation('resolveMatch', 'ResolveMatchInput', `match { stage { ${MATCHES} } }`);
export const UPDATE_LIVE_SCORE = operation('updateLiveScore', 'UpdateLiveScoreInput', 'match { id }');
