package io.ringkeeper.tests.druid;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.curator.x.discovery.ServiceDiscovery;
import org.apache.curator.x.discovery.ServiceDiscoveryBuilder;
import org.apache.curator.x.discovery.ServiceInstance;
import org.apache.curator.x.discovery.ServiceProvider;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Services register under {@code /druid/discovery} with Curator's x-discovery; older clients look
 * them up there.
 */
class ServiceDiscoveryTest extends RecipeTest {
    private static final String FOLDER = "/druid/discovery";
    private static final String NAME = "druid:overlord";

    @Test
    void everyInstanceIsStillThereAfterARestart() throws Exception {
        DruidService client = service("tranquility:0");
        ServiceProvider<Void> provider = provider(client);
        for (int i = 0; i < 3; i++) {
            register(service("overlord-" + i + ":8090"));
        }
        TreeSet<String> all =
                new TreeSet<>(List.of("overlord-0:8090", "overlord-1:8090", "overlord-2:8090"));
        eventually("all are seen").until(() -> addresses(provider).equals(all));
        List<Long> sessions = sessionIds();

        killAndRestart(Duration.ofSeconds(3));

        // Each registers again when its connection is back, which replaces its znode.
        register(service("overlord-3:8090"));
        all.add("overlord-3:8090");
        eventually("all are seen, and the newcomer").until(() -> addresses(provider).equals(all));
        assertEquals(sessions, sessionIds().subList(0, sessions.size()), "the sessions survive");
        eventually("one znode for each, owned by the living")
                .untilAsserted(
                        () -> {
                            assertEquals(4, ephemerals(client).size());
                            assertNoOrphans(client);
                        });
    }

    @Test
    void anInstanceThatLeavesIsForgotten() throws Exception {
        DruidService client = service("tranquility:0");
        ServiceProvider<Void> provider = provider(client);
        register(service("overlord-0:8090"));
        DruidService leaving = service("overlord-1:8090");
        ServiceDiscovery<Void> registration = register(leaving);
        eventually("both are seen").until(() -> addresses(provider).size() == 2);

        killAndRestart(Duration.ofSeconds(2));
        awaitConnected(leaving);
        registration.close();

        eventually("one is left")
                .until(() -> addresses(provider).equals(new TreeSet<>(List.of("overlord-0:8090"))));
        eventually("one znode is left").until(() -> ephemerals(client).size() == 1);
    }

    @Test
    void theSearchRunsOnPersistentRecursiveWatches() throws Exception {
        DruidService client = service("tranquility:0");
        ServiceProvider<Void> provider = provider(client);
        assertEquals(Map.of(), ephemerals(client));
        for (int round = 0; round < 3; round++) {
            DruidService overlord = service("overlord-" + round + ":8090");
            register(overlord);
            eventually("it is seen")
                    .until(
                            () ->
                                    addresses(provider)
                                            .equals(new TreeSet<>(List.of(overlord.host()))));
            killAndRestart(Duration.ofSeconds(1));
            awaitConnected(overlord);
            overlord.close();
            eventually("it is forgotten").until(() -> addresses(provider).isEmpty());
        }
    }

    private ServiceDiscovery<Void> register(DruidService service) throws Exception {
        ServiceInstance<Void> instance =
                ServiceInstance.<Void>builder()
                        .name(NAME)
                        .address(service.host())
                        .port(8090)
                        .build();
        ServiceDiscovery<Void> discovery =
                ServiceDiscoveryBuilder.builder(Void.class)
                        .client(service.curator())
                        .basePath(FOLDER)
                        .thisInstance(instance)
                        .build();
        discovery.start();
        return discovery;
    }

    private ServiceProvider<Void> provider(DruidService client) throws Exception {
        ServiceDiscovery<Void> discovery =
                closeLater(
                        ServiceDiscoveryBuilder.builder(Void.class)
                                .client(client.curator())
                                .basePath(FOLDER)
                                .build());
        discovery.start();
        ServiceProvider<Void> provider =
                closeLater(discovery.serviceProviderBuilder().serviceName(NAME).build());
        provider.start();
        return provider;
    }

    private static TreeSet<String> addresses(ServiceProvider<Void> provider) throws Exception {
        TreeSet<String> addresses = new TreeSet<>();
        for (ServiceInstance<Void> instance : provider.getAllInstances()) {
            addresses.add(instance.getAddress());
        }
        return addresses;
    }
}
