package io.github.camelwallaroo.python;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

import io.github.camelwallaroo.convert.Converted;

/**
 * Lets any number of threads call functions of one {@link FunctionHost}: whoever finds it free calls, for itself and for all
 * that wait for the same function by then. Each waiting thread holds its own messages only, so nothing piles up here.
 */
final class CallQueue {

    private static final int MOST_TOGETHER = 4096;

    private final FunctionHost host;
    private final Deque<Call> waiting = new ArrayDeque<>();
    private boolean busy;

    CallQueue(FunctionHost host) {
        this.host = host;
    }

    private static final class Call {

        private final byte function;
        private final List<?> items;
        private List<Converted<Object>> results;
        private boolean leads;

        Call(byte function, List<?> items) {
            this.function = function;
            this.items = items;
        }
    }

    /** @return a result for each item, in their order */
    List<Converted<Object>> call(byte function, List<?> items) throws InterruptedException {
        Call call = new Call(function, items);
        if (lead(call)) {
            List<Call> together = together(call);
            try {
                run(function, together);
            } finally {
                done(together);
            }
        }
        return call.results;
    }

    /** Waits until there is nothing to do any more, or it is this call's turn to do it. */
    private synchronized boolean lead(Call call) throws InterruptedException {
        if (!busy) {
            busy = true;
            return true;
        }
        waiting.add(call);
        boolean interrupted = false;
        while (call.results == null && !call.leads) {
            try {
                wait();
            } catch (InterruptedException e) {
                if (waiting.remove(call)) {
                    throw e;
                }
                // It is under way, and not for long.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return call.leads;
    }

    private synchronized List<Call> together(Call leader) {
        List<Call> together = new ArrayList<>();
        together.add(leader);
        int items = leader.items.size();
        for (Iterator<Call> each = waiting.iterator(); each.hasNext() && items < MOST_TOGETHER;) {
            Call call = each.next();
            if (call.function == leader.function) {
                each.remove();
                together.add(call);
                items += call.items.size();
            }
        }
        return together;
    }

    private void run(byte function, List<Call> together) {
        if (together.size() == 1) {
            Call only = together.get(0);
            only.results = host.call(function, only.items);
            return;
        }
        List<Object> items = new ArrayList<>();
        together.forEach(call -> items.addAll(call.items));
        List<Converted<Object>> results = host.call(function, items);
        int from = 0;
        synchronized (this) {
            for (Call call : together) {
                call.results = results.subList(from, from + call.items.size());
                from += call.items.size();
            }
        }
    }

    private synchronized void done(List<Call> together) {
        for (Call call : together) {
            if (call.results == null) {
                // An error ended the call; nobody may wait for ever.
                call.results = FunctionHost.failures(call.items.size(), new IllegalStateException("the call failed"));
            }
        }
        Call next = waiting.poll();
        if (next == null) {
            busy = false;
        } else {
            next.leads = true;
        }
        notifyAll();
    }
}
