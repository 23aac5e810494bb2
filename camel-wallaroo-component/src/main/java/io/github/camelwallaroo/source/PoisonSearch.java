package io.github.camelwallaroo.source;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the message that kills the worker, and condemns it alone. When the worker dies again with the same message at the
 * head of what it had not acknowledged, fewer may be in flight: half as many after each death, twice as many after each that
 * many were acknowledged. A message that was alone in flight at a death goes on {@link PoisonTrial trial}; its stream waits
 * meanwhile, the others go on.
 */
final class PoisonSearch implements PoisonWatch {

    private static final int UNLIMITED = Integer.MAX_VALUE;

    /** More suspects at a time mean that it is none of them. */
    private static final int MOST_TRIALS = 3;

    /** Deaths for other reasons make proofs longer, up to so many times doubled. */
    private static final int MOST_DOUBLINGS = 3;

    private static final long LONG_AGO_MILLIS = 600_000;

    private final int retries;
    private final List<SessionStreams> watched = new ArrayList<>();
    /** The id at the head of what was in flight at a stream's last death. */
    private final Map<SourceStream, Long> heads = new IdentityHashMap<>();
    /** The first one is under way, the others wait for it. */
    private final Deque<PoisonTrial> trials = new ArrayDeque<>();
    private int window = UNLIMITED;
    /** A window of this size finds nothing that one without limit would not. */
    private int calmAt;
    private int inFlight;
    /** Deaths that none of our messages can have been the reason of, as long as they are not long ago. */
    private int otherDeaths;
    private long otherDeathAt;
    private int acknowledged;
    /** Whose connection ended with the message on trial alone in flight; whether the worker died is not known yet. */
    private SessionStreams accused;
    /** Where it may have been a rollback, as far as is known. */
    private SessionStreams doubted;

    PoisonSearch(int retries) {
        this.retries = retries;
    }

    @Override
    public void watch(SessionStreams session) {
        watched.add(session);
    }

    @Override
    public boolean isCalm() {
        return window == UNLIMITED && trials.isEmpty() && heads.isEmpty();
    }

    @Override
    public boolean maySend(SourceStream stream) {
        if (trials.isEmpty()) {
            return inFlight < window;
        }
        if (trials.getFirst().isProven(Math.min(MOST_DOUBLINGS, otherDeaths))) {
            return trials.getFirst().isOf(stream) && inFlight == 0;
        }
        return inFlight < window && trials.stream().noneMatch(trial -> trial.isOf(stream));
    }

    @Override
    public void sent(SourceStream stream) {
        inFlight++;
    }

    @Override
    public void changed(boolean checkpoint, long now) {
        int before = inFlight;
        count();
        grow(before - inFlight);
        forgetOthers(now);
        heads.keySet().removeIf(stream -> !isAtHead(stream));
        PoisonTrial first = trials.peek();
        trials.removeIf(trial -> !trial.isStanding());
        if (!trials.isEmpty() && trials.peek() != first) {
            trials.peek().begin(now);
        } else if (first != null) {
            first.passed(checkpoint, now);
        }
    }

    private void grow(int done) {
        acknowledged += Math.max(0, done);
        if (window == UNLIMITED || acknowledged < window) {
            return;
        }
        acknowledged = 0;
        window *= 2;
        if (window >= calmAt) {
            window = UNLIMITED;
            calmAt = 0;
        }
    }

    @Override
    public void connectionEnded(SessionStreams session, boolean explained, long now) {
        count();
        List<SourceStream> sending = session.sending();
        int lost = session.sentMessages();
        boolean alone = lost == 1 && inFlight == 1;
        boolean onTrial = trials.stream().anyMatch(PoisonTrial::isInFlight);
        inFlight -= lost;
        acknowledged = 0;
        if (onTrial) {
            // Wherever it is sent next: not before the worker there has lived without it.
            trials.getFirst().begin(now);
        }
        if (explained) {
            return;
        }
        if (onTrial || accused != null) {
            // Another connection may see the same death.
            accused = alone && onTrial ? session : accused;
            return;
        }
        if (!trials.isEmpty() && trials.getFirst().hasBegun()) {
            trials.forEach(PoisonTrial::voidDeaths);
        }
        if (lost == 0) {
            noneOfOurs(now);
        } else {
            narrow(sending, lost, alone, now);
        }
    }

    /** The worker died for another reason, so it is not known either what it died of before. */
    private void noneOfOurs(long now) {
        forgetOthers(now);
        otherDeaths++;
        otherDeathAt = now;
        trials.clear();
    }

    private void forgetOthers(long now) {
        if (now - otherDeathAt > LONG_AGO_MILLIS) {
            otherDeaths = 0;
        }
    }

    private void narrow(List<SourceStream> sending, int lost, boolean alone, long now) {
        List<SourceStream> again = sending.stream().filter(this::isAtHead).toList();
        sending.forEach(stream -> heads.put(stream, stream.messages().buffer().oldest().id()));
        if (window == UNLIMITED) {
            if (again.isEmpty()) {
                return;
            }
            again.forEach(SourceStream::suspect);
        }
        calmAt = Math.max(calmAt, 2 * lost);
        window = Math.max(1, Math.min(window, lost) / 2);
        if (alone && trials.size() == MOST_TRIALS) {
            noneOfOurs(now);
        } else if (alone) {
            trials.add(new PoisonTrial(sending.get(0)));
        }
    }

    @Override
    public void unreachable(SessionStreams session, long now) {
        if (session == accused) {
            convict(now);
        }
    }

    @Override
    public void fellBack(SessionStreams session, long now) {
        if (session == doubted) {
            convict(now);
        }
    }

    @Override
    public void streaming(SessionStreams session, long now) {
        doubted = null;
        if (session == accused) {
            accused = null;
            PoisonTrial trial = trials.peek();
            if (trial != null && trial.doubtful() >= retries * DOUBTFUL_PER_CERTAIN) {
                trials.remove().giveUp();
            } else {
                doubted = session;
            }
        }
        if (!trials.isEmpty()) {
            trials.peek().begin(now);
        }
        count();
    }

    /** The worker died for certain of the message on trial, or together with it. */
    private void convict(long now) {
        accused = null;
        doubted = null;
        PoisonTrial trial = trials.peek();
        if (trial != null && trial.isStanding()) {
            trial.begin(now);
            if (trial.certain() >= retries) {
                heads.remove(trial.stream());
                trials.remove().condemn();
            }
        }
    }

    /** What is in flight on all connections. */
    private void count() {
        inFlight = 0;
        watched.forEach(session -> inFlight += session.sentMessages());
    }

    private boolean isAtHead(SourceStream stream) {
        ReplayEntry oldest = stream.messages().buffer().oldest();
        Long head = heads.get(stream);
        return head != null && oldest != null && oldest.id() == head;
    }
}
