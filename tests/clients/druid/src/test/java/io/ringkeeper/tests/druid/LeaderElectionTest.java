package io.ringkeeper.tests.druid;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Coordinators elect a leader by LeaderLatch. */
class LeaderElectionTest extends RecipeTest {
    private static final String LATCH = "/druid/coordinator/_COORDINATOR";
    private static final int CANDIDATES = 3;

    private final AtomicInteger leading = new AtomicInteger();
    private final AtomicInteger elections = new AtomicInteger();

    @Test
    void aRestartMovesLeadershipExactlyOnceAndLosesNoSession() throws Exception {
        List<LeaderCandidate> candidates = new ArrayList<>();
        for (int i = 0; i < CANDIDATES; i++) {
            candidates.add(candidate(service("coordinator-" + i + ":8081")));
        }
        DruidService router = service("router:8888");
        awaitOneLeader(candidates);
        List<Long> before = sessionIds();

        killAndRestart(Duration.ofSeconds(3));

        eventually("a second election").until(() -> elections.get() == 2);
        awaitOneLeader(candidates);
        eventually("every candidate queues once, with a live session")
                .until(() -> router.curator().getChildren().forPath(LATCH).size() == CANDIDATES);
        assertEquals(before, sessionIds(), "the sessions survive");
        assertNoOrphans(router);
        assertEquals(2, elections.get(), "one election before the restart, one after");
    }

    @Test
    void whoeverAsksSeesTheLeader() throws Exception {
        DruidService only = service("coordinator:8081");
        LeaderCandidate candidate = candidate(only);
        DruidService router = service("router:8888");
        eventually("the only candidate leads").until(candidate::leads);

        assertEquals("http://coordinator:8081", LeaderCandidate.leaderSeenBy(router, LATCH));
        killAndRestart(Duration.ofSeconds(2));
        eventually("it leads again").until(() -> elections.get() == 2 && candidate.leads());

        assertEquals("http://coordinator:8081", LeaderCandidate.leaderSeenBy(router, LATCH));
    }

    @Test
    void aLeaderThatStopsHandsOverAtOnce() throws Exception {
        LeaderCandidate first = candidate(service("coordinator-0:8081"));
        eventually("the first leads").until(first::leads);
        LeaderCandidate second = candidate(service("coordinator-1:8081"));

        first.close();

        eventually("the second leads").until(second::leads);
        assertEquals(2, elections.get());
    }

    @Test
    void aLeaderThatVanishesIsReplacedWhenItsSessionExpires() throws Exception {
        Duration timeout = Duration.ofSeconds(4);
        Link link = closeLater(new Link(server().port()));
        DruidService doomed = service("coordinator-0:8081", link.connectString(), timeout);
        LeaderCandidate first = candidate(doomed);
        eventually("the first leads").until(first::leads);
        LeaderCandidate second = candidate(service("coordinator-1:8081"));
        long lost = doomed.sessionId();

        link.cut();

        eventually("the first gives up").until(() -> !first.leads());
        eventually("the second leads").until(second::leads);
        assertEquals(1, leading.get(), "never two leaders");

        link.mend();

        eventually("a new session")
                .until(() -> doomed.sessionId() != lost && doomed.sessionId() != 0);
        eventually("the first queues behind the second")
                .until(() -> ephemerals(doomed).containsValue(doomed.sessionId()));
        assertNoOrphans(doomed);
        assertEquals(List.of(2, 1), List.of(elections.get(), leading.get()), "elections, leaders");
    }

    private LeaderCandidate candidate(DruidService service) throws Exception {
        return closeLater(new LeaderCandidate(service, LATCH, leading, elections));
    }

    private void awaitOneLeader(List<LeaderCandidate> candidates) {
        eventually("one leader")
                .until(
                        () ->
                                leading.get() == 1
                                        && candidates.stream()
                                                        .filter(LeaderCandidate::leads)
                                                        .count()
                                                == 1);
    }
}
