package io.ringkeeper.tests.druid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The server stays away for longer than any session lives: everybody starts over, and nothing old
 * is left.
 */
class LongOutageTest extends RecipeTest {
    private static final String LATCH = "/druid/coordinator/_COORDINATOR";
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(4);
    private static final int SERVICES = 4;

    /** Ticks short enough for sessions of {@link #SESSION_TIMEOUT}. */
    @Override
    Map<String, String> zooCfg() {
        return Map.of("tickTime", "500");
    }

    @Test
    void everySessionExpiresAndEverybodyAnnouncesAgain() throws Exception {
        AtomicInteger leading = new AtomicInteger();
        AtomicInteger elections = new AtomicInteger();
        List<LeaderCandidate> candidates = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        List<DruidService> services = new ArrayList<>();
        for (int i = 0; i < SERVICES; i++) {
            DruidService service =
                    service(
                            "coordinator-" + i + ":8081",
                            server().connectString(),
                            SESSION_TIMEOUT);
            services.add(service);
            Announcer announcer = closeLater(new Announcer(service));
            for (String folder :
                    List.of("/druid/internal-discovery/COORDINATOR", "/druid/announcements")) {
                paths.add(folder + "/" + service.host());
                announcer.announce(
                        folder + "/" + service.host(),
                        service.host().getBytes(StandardCharsets.UTF_8));
            }
            candidates.add(closeLater(new LeaderCandidate(service, LATCH, leading, elections)));
        }
        DruidService observer = services.get(0);
        eventually("everything is announced and one leads")
                .until(
                        () ->
                                ephemerals(observer).size() == paths.size() + SERVICES
                                        && leading.get() == 1);
        Set<Long> old = new HashSet<>(sessionIds());

        killAndRestart(SESSION_TIMEOUT.multipliedBy(3));

        eventually("everybody has a new session")
                .until(
                        () -> {
                            List<Long> now = sessionIds();
                            return now.stream().noneMatch(old::contains) && !now.contains(0L);
                        });
        eventually("all is announced by the living, and one leads")
                .untilAsserted(
                        () -> {
                            Map<String, Long> found = ephemerals(observer);
                            assertEquals(paths.size() + SERVICES, found.size(), found.toString());
                            assertNoOrphans(observer);
                            assertEquals(1, leading.get());
                        });
        for (int i = 0; i < paths.size(); i++) {
            assertEquals(
                    services.get(i / 2).sessionId(), ownerOf(observer, paths.get(i)), paths.get(i));
        }
        assertEquals(1, candidates.stream().filter(LeaderCandidate::leads).count());
    }

    @Test
    void whoOnlyComesBackInTimeKeepsTheSession() throws Exception {
        Duration timeout = Duration.ofSeconds(10);
        DruidService service = service("historical:8083", server().connectString(), timeout);
        Announcer announcer = closeLater(new Announcer(service));
        String path = "/druid/announcements/" + service.host();
        announcer.announce(path, new byte[0]);
        eventually("it is there")
                .until(() -> service.curator().checkExists().forPath(path) != null);
        long session = service.sessionId();

        // Together longer than the session lives: each restart gives it its whole time again.
        for (int i = 0; i < 3; i++) {
            killAndRestart(timeout.dividedBy(2));
            eventually("it is connected")
                    .until(() -> service.curator().checkExists().forPath(path) != null);
        }

        assertEquals(session, service.sessionId());
        assertEquals(session, ownerOf(service, path));
    }

    @Test
    void aSessionOfAClientThatNeverComesBackExpiresAfterTheRestart() throws Exception {
        Link link = closeLater(new Link(server().port()));
        DruidService doomed =
                service("historical:8083", link.connectString(), Duration.ofSeconds(10));
        Announcer announcer = closeLater(new Announcer(doomed));
        String path = "/druid/announcements/" + doomed.host();
        announcer.announce(path, new byte[0]);
        DruidService observer = service("broker:8082", server().connectString(), SESSION_TIMEOUT);
        eventually("it is there")
                .until(() -> observer.curator().checkExists().forPath(path) != null);

        link.cut();
        killAndRestart(Duration.ofSeconds(1));

        assertFalse(ephemerals(observer).isEmpty(), "a restart alone expires nobody");
        eventually("it expires").until(() -> ephemerals(observer).isEmpty());
    }
}
