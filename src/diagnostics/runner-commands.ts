/** What runners of pipelines take for a command where a line begins with it: `::name`. */
export const COMMAND_LINE = /^(\s*)::(?=[a-z])/gim;

/** And wherever in a line it stands: `##[name`, `##vso[name`. */
export const COMMAND_ANYWHERE = /##(?=\[|vso\[|teamcity\[)/gi;
