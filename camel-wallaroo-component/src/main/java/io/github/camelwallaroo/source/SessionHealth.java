package io.github.camelwallaroo.source;

import java.util.ArrayList;
import java.util.List;

import io.github.camelwallaroo.transport.LinkStatus;

/** What workers and streams come to, in words. Used under the link's lock. */
final class SessionHealth {

    private static final int MOST_PROBLEMS = 3;

    private final List<WorkerLink> workers;
    private final StreamPlacement placement;
    private final ReplayBudget budget;

    SessionHealth(List<WorkerLink> workers, StreamPlacement placement, ReplayBudget budget) {
        this.workers = workers;
        this.placement = placement;
        this.budget = budget;
    }

    SourceHealth at(long now) {
        List<String> problems = new ArrayList<>();
        List<String> workerTexts = new ArrayList<>();
        boolean anyUsable = false;
        for (WorkerLink worker : workers) {
            anyUsable |= worker.isUsable();
            workerTexts.add(text(worker));
            if (worker.rejection() != null) {
                problems.add(worker.rejection());
            }
        }
        for (StreamPlace place : placement.all()) {
            String problem = problem(place.stream(), now);
            if (problem != null) {
                problems.add(problem);
            }
        }
        String text = String.join("; ", workerTexts) + "; " + budget.messages() + " messages wait for being safe";
        if (problems.isEmpty()) {
            return new SourceHealth(anyUsable, text);
        }
        int more = problems.size() - MOST_PROBLEMS;
        return new SourceHealth(false, String.join("; ", problems.subList(0, Math.min(MOST_PROBLEMS, problems.size())))
                + (more > 0 ? "; and " + more + " problems more" : "") + "; " + text);
    }

    private static String problem(SourceStream stream, long now) {
        long refused = stream.life().refusedMillis(now);
        return refused < NotifyRetry.WARN_MILLIS
                ? stream.stopReason()
                : "the worker has refused to open stream '" + stream.name() + "' for " + refused / 1000
                        + " s: see who else has one of that name";
    }

    private static String text(WorkerLink worker) {
        LinkStatus status = worker.link().status();
        return switch (worker.session().state()) {
            case GREETING -> "connected to " + status.peer() + ", which has not said OK yet";
            case CLOSING -> "disconnecting from " + status.peer();
            default -> status.text();
        };
    }
}
