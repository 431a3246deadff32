package io.ringkeeper.tests.druid;

import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Coordinator or Overlord that wants to lead, as Druid's {@code CuratorDruidLeaderSelector} does
 * it: who loses leadership gives its place in the queue up, waits a moment to let others go first,
 * and queues again.
 */
final class LeaderCandidate implements AutoCloseable {
    private static final int PAUSE_MS_MIN = 1_000;
    private static final int PAUSE_MS_MAX = 5_000;

    private final DruidService service;
    private final String latchPath;
    private final AtomicInteger leading;
    private final AtomicInteger elections;
    private final ExecutorService listener = Executors.newSingleThreadExecutor();
    private LeaderLatch latch;
    private boolean closed;

    /**
     * Queues at once.
     *
     * @param leading how many candidates believe at this moment that they lead; shared by all of
     *     them
     * @param elections how often any of them began to; shared by all of them
     */
    LeaderCandidate(
            DruidService service, String latchPath, AtomicInteger leading, AtomicInteger elections)
            throws Exception {
        this.service = service;
        this.latchPath = latchPath;
        this.leading = leading;
        this.elections = elections;
        queue();
    }

    synchronized boolean leads() {
        return latch.hasLeadership();
    }

    /** The id of the leader, asked as a service asks that does not want to lead itself. */
    static String leaderSeenBy(DruidService observer, String latchPath) throws Exception {
        // Never started, so there is nothing to close.
        @SuppressWarnings("resource")
        LeaderLatch reader = new LeaderLatch(observer.curator(), latchPath);
        return reader.getLeader().getId();
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (latch.hasLeadership()) {
            leading.decrementAndGet();
        }
        listener.shutdownNow();
        // Between losing and queueing again there is nothing to close.
        if (latch.getState() == LeaderLatch.State.STARTED) {
            latch.close(LeaderLatch.CloseMode.SILENT);
        }
    }

    private synchronized void queue() throws Exception {
        if (closed) {
            return;
        }
        LeaderLatch next =
                new LeaderLatch(service.curator(), latchPath, "http://" + service.host());
        next.addListener(
                new LeaderLatchListener() {
                    @Override
                    public void isLeader() {
                        elections.incrementAndGet();
                        leading.incrementAndGet();
                    }

                    @Override
                    public void notLeader() {
                        leading.decrementAndGet();
                        queueAgain(next);
                    }
                },
                listener);
        latch = next;
        next.start();
    }

    private void queueAgain(LeaderLatch lost) {
        try {
            lost.close(LeaderLatch.CloseMode.SILENT);
            Thread.sleep(ThreadLocalRandom.current().nextInt(PAUSE_MS_MIN, PAUSE_MS_MAX));
            queue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException("cannot queue for " + latchPath, e);
        }
    }
}
