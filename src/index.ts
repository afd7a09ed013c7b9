// The library: what a program may rely on, in the order of the folders. See docs/library.md.

export { can } from "./answer/can.ts";
export { type CoversOptions, covers } from "./answer/covers.ts";
export { coversSide, type ReadSide } from "./answer/covers-side.ts";
export { type DiffOptions, type DiffSide, diff } from "./answer/diff.ts";
export { type GrantCheckOptions, grantCheck } from "./answer/grant-check.ts";
export { requestOfHttp, type Unroutable } from "./answer/http-request.ts";
export { IdentitySets } from "./answer/identity-sets.ts";
export { type MatrixQuestion, matrix } from "./answer/matrix.ts";
export { type Target, targetFor } from "./answer/matrix-targets.ts";
export { type Question, type QuestionWords, questionOf } from "./answer/question.ts";
export { review } from "./answer/review.ts";
export { type SimplifyOptions, simplify } from "./answer/simplify.ts";
export { type KnownSubject, subjectsOf } from "./answer/subjects.ts";
export { type WhoAsks, whoAsks } from "./answer/who-asks.ts";
export { whoCan } from "./answer/who-can.ts";
export { type AuditOptions, audit } from "./audit-files/audit.ts";
export { loadPolicies } from "./audit-files/load-policies.ts";
export { kubernetesVersions } from "./load/kubernetes-versions.ts";
export { LoadError } from "./load/load-error.ts";
export { type LoadOptions, loadSnapshot } from "./load/snapshot.ts";
export type {
	Cell,
	Chain,
	Decision,
	Difference,
	Gap,
	Holder,
	Matrix,
	MatrixRow,
	NearMiss,
	Reference,
	SmallestGrant,
	Verdict,
	WhoCan,
} from "./model/answer.ts";
export type {
	Audit,
	AuditRemark,
	Concerned,
	Finding,
	FindingFix,
	FindingScope,
	SeverityChange,
	Suppression,
} from "./model/audit.ts";
export type {
	AuditConfidence,
	AuditPack,
	AuditPolicy,
	AuditSeverity,
	Condition,
	PolicyReferences,
	PolicyVariant,
	SeverityByScope,
} from "./model/audit-policy.ts";
export type { Binding, RoleRef } from "./model/binding.ts";
export type { Catalog, CatalogResource, CatalogSubresource } from "./model/catalog.ts";
export type { Covers, CoversSide, Lacking, ShowingQuestion } from "./model/covers.ts";
export type { Cause, Change, Diff, Edit, Effect, Relation, SubjectDiff } from "./model/diff.ts";
export type {
	GrantCheck,
	GrantToWriter,
	Manner,
	Refusal,
	Remedy,
	RoleFate,
	Wanting,
	WriteAction,
	WriteCheck,
} from "./model/grant-check.ts";
export { accountIdentity, groupIdentity, type Identity, identityOf } from "./model/identity.ts";
export { formatPlace, type Origin, type Place, type Position } from "./model/origin.ts";
export {
	type Problem,
	type ProblemCode,
	problemPlace,
	problemTitles,
	type Severity,
} from "./model/problem.ts";
export type { PathRequest, Request, ResourceRequest } from "./model/request.ts";
export type { AccessReview, Review, RulesReview } from "./model/review.ts";
export type { LabelRequirement, LabelSelector, Role } from "./model/role.ts";
export type { PolicyRule } from "./model/rule.ts";
export type { RuleChange, RuleRemark, SimplifiedRole } from "./model/simplification.ts";
export type {
	Account,
	KnownGroup,
	KnownUser,
	Snapshot,
	UnreadDocument,
	Workload,
} from "./model/snapshot.ts";
export type { Side, Statement } from "./model/statement.ts";
export { formatSubject, type Subject } from "./model/subject.ts";
export type { SuiteProblem, TestSeverity } from "./model/suite.ts";
export type { CheckFailure, CheckResult, CheckStatus, SuiteResult } from "./model/suite-result.ts";
export type { RbacObject, Written } from "./model/written.ts";
export { type CompiledPhrase, compilePhrase } from "./phrase/compile-phrase.ts";
export { parsePhrase } from "./phrase/parse-phrase.ts";
export type { Phrase } from "./phrase/phrase.ts";
export { PhraseError } from "./phrase/phrase-error.ts";
export type { PhraseWorld } from "./phrase/phrase-world.ts";
export { printPhrase } from "./phrase/print-phrase.ts";
export type { Bound } from "./policy/expectations.ts";
export { load, type PolicyOptions } from "./policy/load.ts";
export { group, sa, user } from "./policy/named-subjects.ts";
export type { Policy, SubjectOptions } from "./policy/policy.ts";
export { PolicyError } from "./policy/policy-error.ts";
export type { PolicyRole } from "./policy/policy-role.ts";
export type { PolicySubject } from "./policy/policy-subject.ts";
export { Grants, type Permissions, resolveGrants } from "./resolve/grants.ts";
export { atomsOf, type Coverage, compactRules, rulesCover } from "./resolve/rule-covers.ts";
export { type Alphabets, countRequests } from "./sets/count.ts";
export type { PermissionSet } from "./sets/permission-set.ts";
export { PermissionSets } from "./sets/permission-sets.ts";
export { type Parts, Requestable } from "./sets/requestable.ts";
export { rulesOf, type WrittenRules } from "./sets/rules-of.ts";
export { SetTooLarge } from "./sets/set-too-large.ts";
export { type Preferences, witness, witnesses } from "./sets/witness.ts";
export { runSuiteFile, type SuiteFileOptions } from "./suite-files/run-suite-file.ts";
