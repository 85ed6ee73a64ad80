package dev.comanda.database.queue;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.ColumnMappers;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.RowMapperFactory;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.StatementExceptions;

/**
 * Plain SQL over the service's data source: what runs inside a JTA transaction runs in that transaction, next to
 * Hibernate. Any record can be a row: its components are the columns in snake_case.
 */
class JdbiProducer {
    @Produces
    @ApplicationScoped
    Jdbi jdbi(AgroalDataSource dataSource) {
        Jdbi jdbi = Jdbi.create(dataSource);
        jdbi.registerArgument(new InstantFactory());
        jdbi.registerRowMapper(new RecordMappers());
        jdbi.registerArrayType(String.class, "text");
        jdbi.registerArrayType(Long.class, "bigint");
        // a failing statement must not put what it carried into a log
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
        // a null in a column is an error where the record has an int, not a silent 0
        jdbi.getConfig(ColumnMappers.class).setCoalesceNullPrimitivesToDefaults(false);
        // a handle is closed before the JTA transaction it took part in has ended: that is no mistake here
        jdbi.getConfig(Handles.class).setForceEndTransactions(false);
        return jdbi;
    }

    /** With its type, so that PostgreSQL knows what {@code :now - interval '1 minute'} is. */
    private static final class InstantFactory extends AbstractArgumentFactory<Instant> {
        InstantFactory() {
            super(Types.TIMESTAMP_WITH_TIMEZONE);
        }

        @Override
        protected Argument build(Instant value, ConfigRegistry config) {
            return (position, statement, _) -> statement.setObject(position, value.atOffset(ZoneOffset.UTC));
        }
    }

    private static final class RecordMappers implements RowMapperFactory {
        @Override
        public Optional<RowMapper<?>> build(Type type, ConfigRegistry config) {
            return type instanceof Class<?> raw && raw.isRecord()
                    ? Optional.of(ConstructorMapper.of(canonicalConstructor(raw)))
                    : Optional.empty();
        }

        /** Opened, since most records are package-private and the mapper alone finds only public ones. */
        private static Constructor<?> canonicalConstructor(Class<?> record) {
            Class<?>[] components = Arrays.stream(record.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            try {
                Constructor<?> constructor = record.getDeclaredConstructor(components);
                constructor.setAccessible(true);
                return constructor;
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(record + " has no canonical constructor", e);
            }
        }
    }
}
