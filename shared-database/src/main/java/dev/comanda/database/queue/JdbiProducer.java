package dev.comanda.database.queue;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.lang.reflect.Type;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.RowMapperFactory;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

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
                    ? Optional.of(ConstructorMapper.of(raw))
                    : Optional.empty();
        }
    }
}
