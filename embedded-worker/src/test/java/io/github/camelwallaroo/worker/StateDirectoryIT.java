package io.github.camelwallaroo.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class StateDirectoryIT {

    @TempDir
    private Path directory;

    private Process other() throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), CountingWorker.class.getName(), directory.toString(), "100")
                .redirectErrorStream(true)
                .start();
    }

    private EmbeddedWorker here() throws IOException {
        return EmbeddedWorker.start(CountingWorker.application(),
                WorkerOptions.defaults().freePorts().withStateDir(directory));
    }

    @Test
    void shouldRefuseAnotherProcessAlsoAfterThisOneWasRefused() throws Exception {
        try (EmbeddedWorker owner = here()) {
            assertThatThrownBy(this::here).hasMessageContaining("is in use by process");

            Process other = other();
            String said = new String(other.getInputStream().readAllBytes(), UTF_8);
            assertThat(other.waitFor()).isEqualTo(1);
            assertThat(said).contains("is in use by process " + ProcessHandle.current().pid())
                    .contains(directory.toString());
            assertThat(owner.state()).isEqualTo(WorkerState.RUNNING);
        }
    }

    @Test
    void shouldBeRefusedWhileAnotherProcessUsesItAndServedWhenThatIsKilled() throws Exception {
        Process other = other();
        try (var out = other.inputReader()) {
            String line = out.readLine();
            while (line != null && !line.startsWith(CountingWorker.READY)) {
                line = out.readLine();
            }
            assertThat(line).isNotNull();
            assertThatThrownBy(this::here).hasMessageContaining("is in use by process " + other.pid());
        } finally {
            other.destroyForcibly();
        }
        other.waitFor();
        here().close();
    }
}
