import { objectName } from "../../model/object-name.ts";
import { placeOf } from "../../model/origin.ts";
import type { Workload } from "../../model/snapshot.ts";
import { compareText } from "../../model/text-order.ts";
import type { Hit } from "../hit.ts";
import { wordedList } from "./worded-list.ts";

/** A few workloads by kind and name: `Deployment/shop/web and CronJob/shop/nightly`. */
export function wordsOfWorkloads(workloads: readonly Workload[]): string {
	return wordedList(inOrder(workloads).map(objectName));
}

/** The places of workloads, as what a finding is related to. */
export function placesOfWorkloads(workloads: readonly Workload[]): NonNullable<Hit["related"]> {
	return inOrder(workloads).map((workload) => ({
		place: placeOf(workload.origin),
		title: `${objectName(workload)} runs as it`,
	}));
}

function inOrder(workloads: readonly Workload[]): readonly Workload[] {
	return workloads.toSorted((one, other) => compareText(objectName(one), objectName(other)));
}
